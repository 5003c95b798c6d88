import type { Cloud } from "../core/cloud/index.ts";
import type { Credential } from "./credential.ts";
import type { Egress } from "./egress.ts";
import { createMsalClient } from "./msal-client.ts";
import { askTwice } from "./token-watch.ts";

/** The bot's own app registration, and the way out through which its token is asked for. */
export interface BotTokenOptions {
  readonly appId: string;
  readonly tenantId: string;
  readonly credential: Credential;
  readonly cloud: Cloud;
  readonly egress: Egress;
}

/**
 * Makes the function that gives the bot's own access token for the Bot Connector.
 * MSAL keeps it until shortly before it expires, so each send may ask. A dropped connection is tried once
 * more.
 */
export function createBotToken({ egress, ...options }: BotTokenOptions): () => Promise<string> {
  const networkClient = askTwice(egress.networkClient);
  const client = createMsalClient({ ...options, networkClient });
  const scopes = [`${options.cloud.botScope}/.default`];
  return async () => {
    const result = await client.acquireTokenByClientCredential({ scopes });
    if (!result?.accessToken) throw new TypeError("MSAL gave no token");
    return result.accessToken;
  };
}
