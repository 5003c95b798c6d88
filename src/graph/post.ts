import { AppError } from "../core/errors.ts";
import { type CallId, findCall } from "../core/scope/index.ts";
import type { AppTokenAnswer, TokenRenewal } from "../ports/index.ts";
import { type CallParams, toAddress } from "./address.ts";
import { readErrorCode } from "./read-error-code.ts";
import { readRetryAfter } from "./retry-after.ts";
import type { SessionOptions } from "./session.ts";
import { judge } from "./verdict.ts";

/** Something to send, once. */
export interface PostAsk {
  /** Method, version and path stand in the registry of calls. */
  readonly call: CallId;
  readonly params?: CallParams;
  readonly type: string;
  readonly body: string;
}

/** What came of it. It is never sent again by itself, unless it is certain that nothing was done. */
export type PostAnswer =
  | { readonly kind: "accepted" }
  /** Graph's own code, such as `ErrorSendAsDenied`; empty where it gave none. */
  | { readonly kind: "rejected"; readonly status: number; readonly code: string }
  /** It may have been done. */
  | { readonly kind: "unknown" }
  /** No request came there. */
  | { readonly kind: "unreached" }
  | Exclude<AppTokenAnswer, { kind: "token" } | { kind: "unreachable" }>;

export type PostOptions = Omit<SessionOptions, "token" | "scope"> & {
  readonly token: (renewal?: TokenRenewal) => Promise<AppTokenAnswer>;
};

const PATIENCE_MS = 10_000;
/** Seconds to wait where a busy service names none. */
const LATER = 60;

/**
 * Makes one call that changes something. With a newer token it is made again where the first was refused:
 * then nothing was done.
 * @throws RangeError for a call that is a reading, or does not run under the token's scope
 */
export async function post(options: PostOptions, ask: PostAsk): Promise<PostAnswer> {
  const call = findCall(ask.call);
  if (call.method === "GET") throw new RangeError(`${call.id} changes nothing`);
  const address = toAddress(options.base, call, ask);
  if (address === undefined) return { kind: "rejected", status: 404, code: "" };
  let renewal: TokenRenewal | undefined;
  for (let used = ""; ; ) {
    const token = await options.token(renewal);
    if (token.kind === "unreachable") return { kind: "unreached" };
    if (token.kind !== "token") return token;
    if (!call.scopes.includes(token.scope))
      throw new RangeError(`${call.id} is no call of scope ${token.scope}`);
    // What was granted a moment ago stands in a newer token only, and none is given yet.
    if (token.token === used) return { kind: "busy", seconds: LATER };
    const sent = await send(options, address, { ...ask, token: token.token });
    if (sent.kind !== "renew") return sent;
    if (renewal) return sent.otherwise;
    used = token.token;
    renewal = sent.renewal;
  }
}

type Sent =
  | PostAnswer
  | { readonly kind: "renew"; readonly renewal: TokenRenewal; readonly otherwise: PostAnswer };

async function send(
  { fetch, ids, clock, patienceMs = PATIENCE_MS }: PostOptions,
  address: string,
  { token, type, body }: Pick<PostAsk, "type" | "body"> & { readonly token: string },
): Promise<Sent> {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": type,
    "client-request-id": ids.next(),
  };
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetch(address, { method: "POST", headers, body, signal });
    return await toSent(response, clock.now());
  } catch (error) {
    if (error instanceof AppError) throw error;
    return { kind: wasNeverSent(error) ? "unreached" : "unknown" };
  }
}

/** Source: learn.microsoft.com/graph/errors and learn.microsoft.com/graph/throttling */
async function toSent(response: Response, now: number): Promise<Sent> {
  const { status, headers } = response;
  if (status === 202) {
    await response.body?.cancel();
    return { kind: "accepted" };
  }
  if (status === 429 || status === 503) {
    await response.body?.cancel();
    return { kind: "busy", seconds: readRetryAfter(headers.get("retry-after"), now) ?? LATER };
  }
  if (status === 401 || status === 403) return toRefusal(response, now);
  // A gateway that gave up does not say whether what is behind it did.
  if (status >= 500 || status < 400) {
    await response.body?.cancel();
    return { kind: "unknown" };
  }
  return { kind: "rejected", status, code: await readErrorCode(response) };
}

async function toRefusal(response: Response, now: number): Promise<Sent> {
  const code = await readErrorCode(response.clone());
  const verdict = await judge(response, now);
  const otherwise: PostAnswer = { kind: "rejected", status: response.status, code };
  return verdict.kind === "renew"
    ? { kind: "renew", renewal: verdict.renewal, otherwise }
    : otherwise;
}

/** Codes of Node for a connection that was never made: nothing of a request had left. */
const NEVER_SENT: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && NEVER_SENT.has(cause.code);
}
