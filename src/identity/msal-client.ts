import { ConfidentialClientApplication, type INetworkModule } from "@azure/msal-node";
import type { Cloud } from "../core/cloud/index.ts";
import type { Credential } from "./credential.ts";

export interface MsalClientOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly credential: Credential;
  readonly cloud: Cloud;
  readonly networkClient: INetworkModule;
}

/**
 * Makes MSAL's client for one app in one tenant. It holds the credential in plain fields: it goes into
 * no log, no error and no answer.
 */
export function createMsalClient(options: MsalClientOptions): ConfidentialClientApplication {
  const { appId, tenantId, credential, cloud, networkClient } = options;
  return new ConfidentialClientApplication({
    auth: {
      clientId: appId,
      authority: `${cloud.loginBase}/${tenantId}`,
      // Sovereign authorities need no discovery request to the public cloud.
      knownAuthorities: [new URL(cloud.loginBase).host],
      // Says that claims challenges of resources are answered with a new token.
      clientCapabilities: ["CP1"],
      ...credential.toAuth(),
    },
    system: { networkClient },
  });
}
