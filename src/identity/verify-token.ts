import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { z } from "zod";
import { readRoles } from "../core/access/index.ts";
import type { Cloud } from "../core/cloud/index.ts";
import { isGuid } from "../core/guid.ts";
import type { Clock, Identity, TokenVerdict, VerifyToken } from "../ports/index.ts";
import type { Egress } from "./egress.ts";

/** Which tokens count, and where their keys come from. */
export interface VerifyTokenOptions {
  /** Client id of the API's app registration: audience of version 2 tokens. */
  readonly apiId: string;
  /** Application ID URI of the API; it counts as audience too. */
  readonly apiUri: string;
  /** Tenants whose people may come, by id in lower case. A token of another one costs no request. */
  readonly tenants: readonly string[];
  /** Client ids of the apps that may bring a token: the pre-authorised clients of Teams. */
  readonly clients: readonly string[];
  readonly cloud: Cloud;
  readonly egress: Egress;
  readonly clock: Clock;
  /** Milliseconds after a request for keys in which an unknown key leads to no other. @default 30000 */
  readonly cooldown?: number;
}

type Reason = Extract<TokenVerdict, { kind: "refused" }>["reason"];

/** Longer ones are not looked at. Those of people in 200 groups have about 9000 characters. */
const MAX_LENGTH = 16_384;
const TIMEOUT = 5_000;
/** Milliseconds in which keys that could not be had are not asked for again. */
const PAUSE = 3_000;
const TOLERANCE_SECONDS = 60;
const PERMISSION = "access_as_user";

/** The keys of a tenant could not be had. */
class KeysUnreachable extends Error {
  override readonly name = "KeysUnreachable";
}

/** Makes the function that verifies tokens for the API, with one set of keys a tenant. */
export function createVerifyToken(options: VerifyTokenOptions): VerifyToken {
  const allowed = new Set(options.tenants.map((id) => id.toLowerCase()));
  const keys = new Map<string, JWTVerifyGetKey>();
  return async (token) => {
    const tenantId = findTenant(token);
    if (tenantId === undefined) return refuse("malformed");
    if (!allowed.has(tenantId)) return refuse("tenant");
    const ofTenant = keys.get(tenantId) ?? openKeys(options, tenantId);
    keys.set(tenantId, ofTenant);
    return verify(options, { token, tenantId, keys: ofTenant });
  };
}

function refuse(reason: Reason): TokenVerdict {
  return { kind: "refused", reason };
}

/** What a token says of its tenant, before anything is verified. Empty where it says nothing. */
function findTenant(token: string): string | undefined {
  if (token.length > MAX_LENGTH) return undefined;
  try {
    const { tid } = decodeJwt(token);
    return typeof tid === "string" ? tid : "";
  } catch {
    // Not even the shape of a token.
    return undefined;
  }
}

/** Keys that are at hand serve on while others cannot be had: only asking for keys pauses. */
function openKeys(options: VerifyTokenOptions, tenantId: string): JWTVerifyGetKey {
  const { cloud, egress, clock, cooldown } = options;
  let failedAt = Number.NEGATIVE_INFINITY;
  const fetchKeys: Egress["fetch"] = async (...given) => {
    if (clock.now() - failedAt < PAUSE) throw new KeysUnreachable("asked a moment ago");
    return egress.fetch(...given);
  };
  const remote = createRemoteJWKSet(new URL(`${cloud.loginBase}/${tenantId}/discovery/v2.0/keys`), {
    timeoutDuration: TIMEOUT,
    ...(cooldown !== undefined && { cooldownDuration: cooldown }),
    [customFetch]: fetchKeys,
  });
  return async (header, input) => {
    try {
      return await remote(header, input);
    } catch (error) {
      if (isAboutToken(error) || error instanceof KeysUnreachable) throw error;
      failedAt = clock.now();
      throw new KeysUnreachable("no keys", { cause: error });
    }
  };
}

/** The keys are there, and none fits. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

interface Candidate {
  readonly token: string;
  readonly tenantId: string;
  readonly keys: JWTVerifyGetKey;
}

async function verify(options: VerifyTokenOptions, candidate: Candidate): Promise<TokenVerdict> {
  const { apiId, apiUri, cloud, clock } = options;
  const { token, tenantId, keys } = candidate;
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: `${cloud.loginBase}/${tenantId}/v2.0`,
      audience: [apiId, apiUri],
      algorithms: ["RS256"],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: new Date(clock.now()),
      requiredClaims: ["oid", "tid", "exp", "ver"],
    });
    return judge(payload, options.clients, tenantId);
  } catch (error) {
    if (error instanceof KeysUnreachable) return { kind: "unreachable" };
    if (error instanceof errors.JOSEError) return refuse(toReason(error));
    throw error;
  }
}

const CLAIM_REASONS: Readonly<Record<string, Reason>> = {
  iss: "issuer",
  aud: "audience",
  nbf: "time",
  exp: "time",
};

function toReason(error: errors.JOSEError): Reason {
  if (error instanceof errors.JWTExpired) return "time";
  if (error instanceof errors.JWTClaimValidationFailed)
    return CLAIM_REASONS[error.claim] ?? "claims";
  const isShape = error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid;
  return isShape ? "malformed" : "signature";
}

/** What is read of a verified token. Source: learn.microsoft.com/entra/identity-platform/access-token-claims-reference */
const Claims = z.object({
  oid: z.string().toLowerCase().refine(isGuid),
  ver: z.literal("2.0"),
  exp: z.number(),
});

function judge(payload: JWTPayload, clients: readonly string[], tenantId: string): TokenVerdict {
  const { idtyp, scp, azp } = payload;
  if (idtyp === "app") return refuse("app-only");
  if (typeof scp !== "string" || !scp.split(" ").includes(PERMISSION)) return refuse("scope");
  if (typeof azp !== "string" || !clients.includes(azp)) return refuse("client");
  const claims = Claims.safeParse(payload);
  if (!claims.success) return refuse("claims");
  const { oid, exp } = claims.data;
  const person = { tenantId, personId: oid };
  return { kind: "ok", identity: toIdentity(payload, { ...person, expiresAt: exp * 1000 }) };
}

/**
 * Who a token speaks of.
 * @param claims of a token that was verified. `acct` is the number 0 for members and 1 for guests, where the
 *   app registration asks for it (learn.microsoft.com/entra/identity-platform/optional-claims-reference)
 */
export function toIdentity(
  claims: Readonly<Record<string, unknown>>,
  known: Pick<Identity, "tenantId" | "personId" | "expiresAt">,
): Identity {
  const name = typeof claims.name === "string" ? claims.name.slice(0, 256) : "";
  return { ...known, name, isGuest: claims.acct !== 0, roles: readRoles(claims) };
}
