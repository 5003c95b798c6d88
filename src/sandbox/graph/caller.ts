import { decodeJwt, errors, type JWTPayload } from "jose";
import type { Clock } from "../../ports/index.ts";
import { findPerson } from "../directory/people.ts";
import type { Tenant } from "../directory/tenant.ts";
import type { Call } from "../http.ts";
import type { Keys } from "../keys.ts";
import { GraphRefusal } from "./refusal.ts";
import type { Revocations } from "./revocations.ts";

export interface CallerOptions {
  readonly tenant: Tenant;
  /** Public name of the sign-in service, as issuers carry it. */
  readonly loginBase: string;
  /** Public name of Graph: the audience of its tokens. */
  readonly graphBase: string;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly revocations: Revocations;
}

/** Who calls Graph, and what the token lets it do. */
export interface Caller {
  readonly type: "delegated" | "application";
  /** Values of `roles` for an app alone, of `scp` where somebody is signed in. */
  readonly permissions: ReadonlySet<string>;
  /** Object id of the person, or of the app's service principal. */
  readonly id: string;
  /** Role template ids of the person, as the directory has them: tokens for Graph need not carry any. */
  readonly directoryRoles: readonly string[];
}

/**
 * Reads the bearer token. https://learn.microsoft.com/graph/auth/auth-concepts
 * @throws GraphRefusal 401
 */
export async function readCaller(options: CallerOptions, call: Call): Promise<Caller> {
  const [, token] = /^Bearer (\S+)$/i.exec(call.header("authorization") ?? "") ?? [];
  if (token === undefined) throw unauthorized(options, "Access token is empty.");
  const claims = await verify(options, token);
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name] : undefined);
  const appId = text("appid") ?? text("azp");
  const scope = text("scp");
  const id = text("oid") ?? "";
  requireLife(options, token, scope === undefined ? [text("oid"), appId] : [text("oid")]);
  return {
    type: scope === undefined ? "application" : "delegated",
    permissions: new Set(scope === undefined ? toTexts(claims.roles) : scope.split(" ")),
    id,
    directoryRoles: findPerson(id)?.directoryRoles ?? [],
  };
}

async function verify(options: CallerOptions, token: string): Promise<JWTPayload> {
  const { tenant, loginBase, graphBase, keys } = options;
  const issuers = [`https://sts.windows.net/${tenant.id}/`, `${loginBase}/${tenant.id}/v2.0`];
  try {
    const given = decodeJwt(token).iss;
    const issuer = issuers.find((one) => one === given) ?? issuers[0] ?? "";
    return await keys.verify(token, { issuer, audience: graphBase });
  } catch (error) {
    throw unauthorized(options, explain(error));
  }
}

/** Graph's words for what it does not like about a token. */
function explain(error: unknown): string {
  if (error instanceof errors.JWTExpired) {
    return "Lifetime validation failed, the token is expired.";
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    const names: Readonly<Record<string, string>> = { aud: "audience", iss: "issuer" };
    return `Access token validation failure. Invalid ${names[error.claim] ?? error.claim}.`;
  }
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) {
    return "CompactToken parsing failed with error code: 80049217";
  }
  return "Access token validation failure. Invalid signature.";
}

function unauthorized({ loginBase }: CallerOptions, message: string): GraphRefusal {
  return new GraphRefusal(401, "InvalidAuthenticationToken", message, {
    "www-authenticate": `Bearer realm="", authorization_uri="${loginBase}/common/oauth2/authorize", client_id="${graphAppId}"`,
  });
}

/** Microsoft Graph's own app id, the same in every tenant. */
const graphAppId = "00000003-0000-0000-c000-000000000000";

/**
 * Continuous access evaluation: a token that was taken back is answered with the claims that a new one
 * has to satisfy. https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function requireLife(
  { revocations, clock, loginBase }: CallerOptions,
  token: string,
  subjects: readonly (string | undefined)[],
): void {
  if (!revocations.isRevoked(token, subjects)) return;
  const value = String(Math.floor(clock.now() / 1000));
  const claims = JSON.stringify({ access_token: { nbf: { essential: true, value } } });
  const encoded = Buffer.from(claims).toString("base64");
  const message =
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp";
  throw new GraphRefusal(401, "InvalidAuthenticationToken", message, {
    "www-authenticate": `Bearer realm="", authorization_uri="${loginBase}/common/oauth2/authorize", client_id="${graphAppId}", error_description="${message}", error="insufficient_claims", claims="${encoded}"`,
  });
}

function toTexts(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.filter((one) => typeof one === "string") : [];
}
