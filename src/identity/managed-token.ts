import { ManagedIdentityApplication } from "@azure/msal-node";
import type { Egress } from "./egress.ts";

/** A token for a resource of Azure, and when it ends. */
export interface ManagedToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Whose token, and for what. */
export interface ManagedTokenOptions {
  /** Client id of a user-assigned managed identity. */
  readonly clientId: string;
  /** `https://storage.azure.com/` */
  readonly resource: string;
  /** Has to let the machine's identity endpoint through: see listIdentityEndpoints. */
  readonly egress: Egress;
}

/**
 * Asks the machine for tokens of its managed identity; MSAL keeps them until they end.
 * @throws from each call what MSAL says, when the machine gives none
 */
export function createManagedToken(options: ManagedTokenOptions): () => Promise<ManagedToken> {
  const { clientId, resource, egress } = options;
  const identity = new ManagedIdentityApplication({
    managedIdentityIdParams: { userAssignedClientId: clientId },
    system: { networkClient: egress.networkClient },
  });
  return async () => {
    const { accessToken, expiresOn } = await identity.acquireToken({ resource });
    return { token: accessToken, expiresAt: expiresOn?.getTime() ?? 0 };
  };
}
