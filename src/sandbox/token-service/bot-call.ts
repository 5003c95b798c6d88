import { type Client, toConnectorIssuer } from "../entra/authority.ts";
import { type Call, Refusal } from "../http.ts";
import type { Connection, TokenServiceOptions } from "./options.ts";

/** @throws Refusal 401 unless the call bears the bot's own token */
export async function requireBot(options: TokenServiceOptions, call: Call): Promise<void> {
  const { authority, appId, audience } = options;
  const [, token = ""] = /^Bearer (\S+)$/.exec(call.header("authorization") ?? "") ?? [];
  const issuer = toConnectorIssuer(authority.tenant.id);
  // Why a token is refused is nobody's business who sends a wrong one.
  const claims = await authority.keys.verify(token, { issuer, audience }).catch(() => undefined);
  if (claims?.appid === appId) return;
  throw new Refusal(401, "Unauthorized", "Authorization has been denied for this request.");
}

/** @throws Refusal 400 without it */
export function requireQuery({ url }: Call, name: string): string {
  const value = url.searchParams.get(name);
  if (value) return value;
  throw new Refusal(400, "BadArgument", `The query parameter '${name}' is missing.`);
}

/** @throws Refusal 404 for a connection that the bot does not have */
export function requireConnection({ connections }: TokenServiceOptions, name: string): Connection {
  const found = connections.find((one) => one.name === name);
  if (found) return found;
  throw new Refusal(404, "NotFound", `The bot has no connection setting '${name}'.`);
}

/** The bot's app registration, which connections sign in with. @throws Refusal 404 without one */
export function requireBotClient({ authority, appId }: TokenServiceOptions): Client {
  const application = authority.directory.findApplication(appId);
  const principal = authority.directory.findPrincipal(appId);
  if (application && principal) return { application, principal, credential: "secret" };
  throw new Refusal(404, "NotFound", "The bot has no app registration in the sandbox tenant.");
}
