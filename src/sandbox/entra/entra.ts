import type { Answer, Call, Route } from "../http.ts";
import { type Authority, toIssuer } from "./authority.ts";
import { EntraRefusal, toErrorAnswer } from "./refusal.ts";
import { requireTenant } from "./tenancy.ts";
import { answerToken } from "./token-endpoint.ts";

export { type Authority, createAuthority, type Switches, toConnectorIssuer } from "./authority.ts";
export { toExclusions, toResourceNames } from "./resources.ts";

/** Simulated Microsoft Entra ID without its pages: discovery, keys and the token endpoint. */
export function entraRoutes(authority: Authority): readonly Route[] {
  const known = (answer: (call: Call) => object) => (call: Call) =>
    answerKnown(authority, call, answer);
  return [
    {
      method: "GET",
      path: "/common/discovery/instance",
      answer: () => ({ status: 200, body: describeInstance(authority) }),
    },
    {
      method: "GET",
      path: "/:tenant/v2.0/.well-known/openid-configuration",
      answer: known((call) => describe(authority, call)),
    },
    {
      method: "GET",
      path: "/:tenant/discovery/v2.0/keys",
      answer: known(() => authority.keys.jwks() as object),
    },
    {
      method: "POST",
      path: "/:tenant/oauth2/v2.0/token",
      answer: (call) => answerToken(authority, call),
    },
  ];
}

function answerKnown(authority: Authority, call: Call, answer: (call: Call) => object): Answer {
  try {
    requireTenant(authority, call.params.tenant ?? "");
    return { status: 200, body: answer(call) };
  } catch (error) {
    if (error instanceof EntraRefusal) return toErrorAnswer(authority, error);
    throw error;
  }
}

/** Client libraries ask it about authorities that they do not know by heart. */
function describeInstance({ loginBase, tenant }: Authority) {
  const { host } = new URL(loginBase);
  return {
    tenant_discovery_endpoint: `${loginBase}/${tenant.id}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

/**
 * https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
 * `?local=1` puts the keys on loopback, for clients whose requests cannot be mapped
 * (botframework-connector fetches metadata by itself).
 */
function describe(authority: Authority, { params, url }: Call) {
  const { loginBase, origin, tenant } = authority;
  const isShared = !tenant.names.includes((params.tenant ?? "").toLowerCase());
  const name = isShared ? params.tenant : tenant.id;
  const base = `${loginBase}/${name}`;
  const keysBase = url.searchParams.has("local") ? `${origin}/${name}` : base;
  return {
    issuer: isShared ? `${loginBase}/{tenantid}/v2.0` : toIssuer(authority),
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${keysBase}/discovery/v2.0/keys`,
    response_types_supported: ["code"],
    response_modes_supported: ["query", "fragment"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
  };
}
