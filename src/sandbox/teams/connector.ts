import { toConnectorIssuer } from "../entra/entra.ts";
import { type Answer, type Call, Refusal, type Route } from "../http.ts";
import { deleteActivity, postActivity, updateActivity } from "./connector-activities.ts";
import {
  createConversation,
  describeConversation,
  findMember,
  listMembers,
  pageMembers,
} from "./connector-conversations.ts";
import type { ConnectorOptions } from "./connector-place.ts";

/** Simulated Bot Connector of Teams. Every call needs the bot's own token. */
export function connectorRoutes(options: ConnectorOptions): readonly Route[] {
  const guarded = (
    method: Route["method"],
    path: string,
    answer: (options: ConnectorOptions, call: Call) => Answer | Promise<Answer>,
  ): Route => ({
    method,
    path: `/v3/conversations${path}`,
    answer: async (call) => {
      await requireBotToken(options, call);
      return answer(options, call);
    },
  });
  return [
    ...metadataRoutes(options),
    guarded("POST", "", createConversation),
    guarded("GET", "/:id", describeConversation),
    guarded("POST", "/:id/activities", postActivity),
    guarded("POST", "/:id/activities/:activity", postActivity),
    guarded("PUT", "/:id/activities/:activity", updateActivity),
    guarded("DELETE", "/:id/activities/:activity", deleteActivity),
    guarded("GET", "/:id/members", listMembers),
    guarded("GET", "/:id/pagedmembers", pageMembers),
    guarded("GET", "/:id/members/:member", findMember),
  ];
}

function metadataRoutes({ issuer, bot, channelKeys }: ConnectorOptions): readonly Route[] {
  const metadata = {
    issuer,
    authorization_endpoint: "https://invalid.botframework.com",
    jwks_uri: `${bot.serviceUrl}/v1/.well-known/keys`,
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
  };
  return [
    {
      method: "GET",
      path: "/v1/.well-known/openidconfiguration",
      answer: () => ({ status: 200, body: metadata }),
    },
    {
      method: "GET",
      path: "/v1/.well-known/keys",
      answer: () => ({ status: 200, body: channelKeys.jwks() }),
    },
  ];
}

async function requireBotToken(options: ConnectorOptions, call: Call): Promise<void> {
  const [, token = ""] = /^Bearer (\S+)$/.exec(call.header("authorization") ?? "") ?? [];
  const expected = {
    issuer: toConnectorIssuer(options.bot.tenantId),
    audience: options.issuer,
  };
  const claims = await options.entraKeys.verify(token, expected).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    options.log.debug("sandbox connector refused a token", { code });
    return undefined;
  });
  if (claims?.appid === options.appId) return;
  throw new Refusal(401, "Unauthorized", "Authorization has been denied for this request.");
}
