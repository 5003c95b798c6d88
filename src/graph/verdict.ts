import type { PersonAnswer, TokenRenewal } from "../ports/index.ts";
import { readErrorCode } from "./read-error-code.ts";
import { readJson } from "./read-json.ts";
import { readRetryAfter } from "./retry-after.ts";

/**
 * Why something could not be read. Forbidden: the token lacks the permission, or a person may not see it;
 * everything that comes of asking for a token is among it too.
 */
export type Failure = Exclude<PersonAnswer<never>, { kind: "read" }>;

/** What one answer of Graph leads to. */
export type Verdict =
  | { readonly kind: "body"; readonly body: unknown }
  | Failure
  /** Ask again after so many milliseconds; a fault only once. `otherwise` when that is not possible. */
  | {
      readonly kind: "again";
      readonly milliseconds: number;
      readonly isFault: boolean;
      readonly otherwise: Failure;
    }
  /** Ask again with a newer token. */
  | { readonly kind: "renew"; readonly renewal: TokenRenewal; readonly otherwise: Failure };

export const UNREACHABLE: Failure = { kind: "unreachable" };

/** A connection that ended without an answer: reading changes nothing, so it may be asked again. */
export const DROPPED = {
  kind: "again",
  milliseconds: 0,
  isFault: true,
  otherwise: UNREACHABLE,
} as const satisfies Verdict;

/** Seconds to wait before and after giving up, where a busy service names none. */
const [PAUSE, LATER] = [1, 30];

/**
 * Judges an answer by its status, headers and the code of its error.
 * Source: learn.microsoft.com/graph/errors and learn.microsoft.com/graph/throttling
 */
export async function judge(response: Response, now: number): Promise<Verdict> {
  const { status, headers } = response;
  if (status === 200) return toBody(await readJson(response));
  if (status === 401 || status === 403) return judgeRefusal(response);
  await response.body?.cancel();
  if (status === 404) return { kind: "absent" };
  const asked = readRetryAfter(headers.get("retry-after"), now);
  const milliseconds = (asked ?? PAUSE) * 1000;
  const busy: Failure = { kind: "busy", seconds: asked ?? LATER };
  if (status === 429) return { kind: "again", milliseconds, isFault: false, otherwise: busy };
  if (status === 503) return { kind: "again", milliseconds, isFault: true, otherwise: busy };
  if (status === 504) return { ...DROPPED, milliseconds };
  return status === 500 || status === 502 ? DROPPED : UNREACHABLE;
}

function toBody(body: unknown): Verdict {
  return body === undefined ? UNREACHABLE : { kind: "body", body };
}

async function judgeRefusal(response: Response): Promise<Verdict> {
  const claims = readChallenge(response.headers.get("www-authenticate") ?? "");
  const code = await readErrorCode(response);
  if (claims && response.status === 401)
    return { kind: "renew", renewal: { kind: "claims", claims }, otherwise: UNREACHABLE };
  // Entra ID gave a token for a tenant in which the app has no service principal (yet).
  const isStranger = code === "Authorization_IdentityNotFound";
  const stranger: Failure = { kind: "refused", reason: "tenant" };
  if (response.status === 401 && !isStranger) return UNREACHABLE;
  const otherwise: Failure = isStranger ? stranger : { kind: "forbidden" };
  return { kind: "renew", renewal: { kind: "refused" }, otherwise };
}

const MAX_CHALLENGE = 8192;

/**
 * The claims of a challenge as JSON; undefined when there is none that can be read.
 * Source: learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function readChallenge(header: string): string | undefined {
  if (header.length > MAX_CHALLENGE || !/\berror="insufficient_claims"/.test(header))
    return undefined;
  const [, encoded = ""] = /\bclaims="([^"]+)"/.exec(header) ?? [];
  const claims = Buffer.from(encoded, "base64").toString("utf8");
  return isObject(claims) ? claims : undefined;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object";
  } catch {
    return false;
  }
}
