import type { AuthenticationResult } from "@azure/msal-node";
import type { Cloud } from "../core/cloud/index.ts";
import { isGuid } from "../core/guid.ts";
import type { Clock, Identity, Log, LogFields, PersonTokens, SignInCode } from "../ports/index.ts";
import { toScopes } from "./authorize-url.ts";
import type { Egress } from "./egress.ts";
import { createPersonClient, type PersonClientOptions } from "./person-client.ts";
import type { NoToken } from "./to-obstacle.ts";
import { isNewer, type TokenRows, toKeptIdentity } from "./token-rows.ts";
import { watchTokens } from "./token-watch.ts";
import { toIdentity } from "./verify-token.ts";

export interface RedeemTools extends PersonClientOptions {
  readonly cloud: Cloud;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly log: Log;
  /** Writes, unless the person is forgotten meanwhile. */
  readonly change: TokenRows["change"];
}

/** Milliseconds for which a sign-in on a page tells who somebody is, with their roles. */
const PROOF_LIFE = 60 * 60_000;

/** Milliseconds after its last use for which Entra ID renews a refresh token. */
export const REFRESH_LIFE = 90 * 24 * 60 * 60_000;

/** What a sign-in on a page brought: who it was, and MSAL's cache with the refresh token. */
interface SignedIn {
  readonly identity: Identity;
  readonly session: string;
  /** In seconds since 1970; undefined where Entra ID does not say. */
  readonly issuedAt: number | undefined;
}

/** Redeems the code of a sign-in page; nothing is kept before `settle`. */
export async function redeemCode(
  tools: RedeemTools,
  ask: SignInCode,
): ReturnType<PersonTokens["redeem"]> {
  const { tenantId, scope, code, verifier: codeVerifier, nonce, redirectUri } = ask;
  const scopes = toScopes(tools.cloud, scope);
  if (!isGuid(tenantId)) throw new RangeError("a tenant is named by its id");
  const watch = watchTokens(tools.egress.networkClient, tools.clock);
  const client = createPersonClient(tools, { tenantId, watch, cache: undefined });
  const acquired = await client.redeem({ code, codeVerifier, nonce, redirectUri, scopes });
  if (acquired.kind !== "acquired") {
    noteRefusal(tools, acquired, { tenantId, scope });
    return acquired;
  }
  const identity = readIdentity(acquired.result, tenantId, tools.clock);
  const { changed: session } = acquired;
  if (!identity || session === undefined) return { kind: "refused", reason: "tenant" };
  const signedIn = { identity, session, issuedAt: readIssue(acquired.result) };
  return { kind: "signed-in", identity, settle: () => settle(tools, ask, signedIn) };
}

/**
 * The token endpoint gave the ID token itself, over TLS, so its signature adds nothing (OpenID Connect Core,
 * 3.1.3.7); MSAL has compared the nonce.
 */
function readIdentity(
  { idTokenClaims }: AuthenticationResult,
  tenantId: string,
  clock: Clock,
): Identity | undefined {
  const claims: Readonly<Record<string, unknown>> = { ...idTokenClaims };
  const personId = typeof claims.oid === "string" ? claims.oid.toLowerCase() : "";
  if (claims.tid !== tenantId || !isGuid(personId)) return undefined;
  return toIdentity(claims, { tenantId, personId, expiresAt: clock.now() + PROOF_LIFE });
}

function readIssue({ idTokenClaims }: AuthenticationResult): number | undefined {
  const { iat }: { readonly iat?: unknown } = { ...idTokenClaims };
  return typeof iat === "number" ? iat : undefined;
}

async function settle(
  { change, clock }: RedeemTools,
  { keptAs }: SignInCode,
  { identity, session, issuedAt }: SignedIn,
): Promise<void> {
  const { tenantId } = identity;
  if (keptAs !== undefined) {
    const until = clock.now() + REFRESH_LIFE;
    const account = { ...toKeptIdentity(identity), roles: [], expiresAt: until };
    const kept = { until, identity: account, issuedAt, session };
    return change({ tenantId, personId: keptAs }, () => kept);
  }
  const proof = { until: identity.expiresAt, identity: toKeptIdentity(identity), issuedAt };
  await change({ tenantId, personId: identity.personId }, (kept) =>
    // What Teams gave in between tells who it is; the session goes with it all the same.
    kept && !isNewer(proof, kept) ? { ...kept, session } : { ...kept, ...proof, session },
  );
}

/** What only whoever runs Consentry can mend goes into the log; the rest is for the person. */
export function noteRefusal({ log }: { readonly log: Log }, no: NoToken, fields: LogFields): void {
  if (no.kind === "refused") log.warn("tokens of people refused", { ...fields, reason: no.reason });
  if (no.kind === "unreachable") log.warn("sign-in unreachable", fields);
}
