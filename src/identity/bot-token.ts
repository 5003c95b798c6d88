import { ConfidentialClientApplication } from "@azure/msal-node";
import type { Cloud } from "../core/cloud/index.ts";
import type { Egress } from "./egress.ts";

/** The bot's own app registration, and the way out through which its token is asked for. */
export interface BotTokenOptions {
  readonly appId: string;
  readonly appSecret: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly egress: Egress;
}

/**
 * Makes the function that gives the bot's own access token for the Bot Connector.
 * MSAL keeps it until shortly before it expires, so each send may ask.
 */
export function createBotToken(options: BotTokenOptions): () => Promise<string> {
  const { appId, appSecret, tenantId, cloud, egress } = options;
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: appId,
      clientSecret: appSecret,
      authority: `${cloud.loginBase}/${tenantId}`,
      // Sovereign authorities need no discovery request to the public cloud.
      knownAuthorities: [new URL(cloud.loginBase).host],
    },
    system: { networkClient: egress.networkClient },
  });
  const scopes = [`${cloud.botScope}/.default`];
  return async () => {
    const result = await client.acquireTokenByClientCredential({ scopes });
    if (!result) throw new TypeError("MSAL gave no token");
    return result.accessToken;
  };
}
