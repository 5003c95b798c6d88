import type { Cloud } from "../core/cloud/index.ts";
import { isGuid } from "../core/guid.ts";
import { type ScopeId, tokenValues } from "../core/scope/index.ts";
import type { PersonTokens } from "../ports/index.ts";

type Ask = Parameters<PersonTokens["authorizeUrl"]>[0];

/**
 * Where a person signs in for a scope.
 * Source: learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 * @throws RangeError for a tenant that is no GUID, or a scope that asks for nothing
 */
export function toAuthorizeUrl(app: { readonly apiId: string; readonly cloud: Cloud }, ask: Ask) {
  if (!isGuid(ask.tenantId)) throw new RangeError("a tenant is named by its id");
  const url = new URL(`${app.cloud.browserLoginBase}/${ask.tenantId}/oauth2/v2.0/authorize`);
  const scopes = ["openid", "profile", "offline_access", ...toScopes(app.cloud, ask.scope)];
  const prompt = toPrompt(ask);
  const fields = {
    client_id: app.apiId,
    response_type: "code",
    response_mode: "query",
    redirect_uri: ask.redirectUri,
    scope: scopes.join(" "),
    state: ask.state,
    nonce: ask.nonce,
    code_challenge: ask.challenge,
    code_challenge_method: "S256",
    ...(hasClaims(ask.claims) && { claims: ask.claims }),
    ...(prompt && { prompt }),
  };
  url.search = new URLSearchParams(fields).toString();
  return url.href;
}

/**
 * What Microsoft Graph is asked for under a scope, and nothing more.
 * @throws RangeError for a scope that needs no token
 */
export function toScopes(cloud: Cloud, scope: ScopeId): string[] {
  const values = tokenValues(scope);
  if (values.length === 0) throw new RangeError(`the scope ${scope} needs no token`);
  return values.map((value) => `${cloud.graphBase}/${value}`);
}

/** Whoever signs the service account in is somebody else: the page must not take their session. */
function toPrompt({ scope }: Ask): string | undefined {
  return scope === "service-account" ? "select_account" : undefined;
}

function hasClaims(claims: string | undefined): claims is string {
  return claims !== undefined && claims !== "" && claims !== "{}";
}
