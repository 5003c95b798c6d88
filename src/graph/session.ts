import { z } from "zod";
import { AppError } from "../core/errors.ts";
import type { AppTokens, Clock, Ids, TokenAnswer, TokenRenewal } from "../ports.ts";
import { DROPPED, type Failure, judge, UNREACHABLE, type Verdict } from "./verdict.ts";

export interface SessionOptions {
  readonly token: AppTokens;
  readonly fetch: (address: string, options?: RequestInit) => Promise<Response>;
  /** `https://graph.microsoft.com` */
  readonly base: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /**
   * Milliseconds that all requests of a session may take together; what is not there by then did not
   * answer. Teams gives up on a button after 15 seconds. @default 10000
   */
  readonly patienceMs?: number;
}

/** A list to read. */
export interface ListCall<Row> {
  /** Below `/v1.0`, made of constants and checked ids: `/servicePrincipals`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly row: z.ZodType<Row>;
  /** Reads no further page once it has so many rows. */
  readonly enough?: number;
}

export type ListAnswer<Row> =
  /** `isCut`: there are more pages than are read. */
  { readonly kind: "read"; readonly rows: readonly Row[]; readonly isCut: boolean } | Failure;

/** The requests of one reading: one token, one count, one budget of waiting. */
export interface Session {
  list<Row>(call: ListCall<Row>): Promise<ListAnswer<Row>>;
  /** Requests sent so far. */
  requests(): number;
}

const MAX_PAGES = 20;
/** Milliseconds that all requests of a session may wait together for a busy service. */
const MAX_WAIT = 4000;
const PATIENCE_MS = 10_000;

interface State {
  readonly options: SessionOptions;
  readonly tenantId: string;
  token: Promise<TokenAnswer> | undefined;
  renewed: Promise<TokenAnswer> | undefined;
  budget: number;
  requests: number;
  /** Ends every request; made with the first one. */
  end: AbortSignal | undefined;
}

/** Opens a session on a tenant; nothing is asked before the first list. */
export function openSession(options: SessionOptions, tenantId: string): Session {
  const start = { token: undefined, renewed: undefined, budget: MAX_WAIT, requests: 0 };
  const state: State = { options, tenantId, ...start, end: undefined };
  return { list: (call) => list(state, call), requests: () => state.requests };
}

async function list<Row>(state: State, call: ListCall<Row>): Promise<ListAnswer<Row>> {
  const { base } = state.options;
  const Page = z.object({ value: z.array(call.row), "@odata.nextLink": z.string().optional() });
  const rows: Row[] = [];
  let address = `${base}/v1.0${call.path}${toQuery(call.query)}`;
  for (let page = 0; page < MAX_PAGES; page++) {
    const sent = await send(state, address);
    if (sent.kind !== "body") return sent;
    const { data } = Page.safeParse(sent.body);
    if (!data) return UNREACHABLE;
    rows.push(...data.value);
    const next = data["@odata.nextLink"];
    if (next === undefined || rows.length >= (call.enough ?? Infinity))
      return { kind: "read", rows, isCut: false };
    if (!isBelow(base, next)) return UNREACHABLE;
    address = next;
  }
  return { kind: "read", rows, isCut: true };
}

/** Names keep their `$`, and blanks become %20: not every part of Graph reads a plus as one. */
function toQuery(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `?${pairs.join("&")}`;
}

/** A link in an answer is followed on Graph's own origin only: the token goes with it. */
function isBelow(base: string, link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { origin, pathname, username, password } = new URL(link);
  return origin === new URL(base).origin && pathname.startsWith("/v1.0/") && !username && !password;
}

type Sent = Extract<Verdict, { kind: "body" }> | Failure;

async function send(state: State, address: string): Promise<Sent> {
  state.end ??= AbortSignal.timeout(state.options.patienceMs ?? PATIENCE_MS);
  state.token ??= state.options.token(state.tenantId);
  for (let faults = 0; ; ) {
    const token = await state.token;
    if (token.kind !== "token") return toFailure(token);
    const verdict = await ask(state, address, token.token);
    if (verdict.kind === "again") {
      if (verdict.isFault && faults++ > 0) return verdict.otherwise;
      if (!(await pause(state, verdict.milliseconds))) return verdict.otherwise;
    } else if (verdict.kind === "renew") {
      if (!(await renew(state, token.token, verdict.renewal))) return verdict.otherwise;
    } else return verdict;
  }
}

function toFailure(answer: Exclude<TokenAnswer, { kind: "token" }>): Failure {
  if (answer.kind === "refused") return { kind: "not-connected", reason: answer.reason };
  return answer;
}

async function ask(state: State, address: string, token: string): Promise<Verdict> {
  const { fetch, ids, clock } = state.options;
  const { end: signal = null } = state;
  state.requests++;
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/json",
    "client-request-id": ids.next(),
  };
  try {
    return await judge(await fetch(address, { headers, signal }), clock.now());
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Whoever did not answer in time is not asked to take that long again.
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return isLate ? UNREACHABLE : DROPPED;
  }
}

/** @returns false when the session has waited enough */
async function pause(state: State, milliseconds: number): Promise<boolean> {
  if (milliseconds > state.budget) return false;
  state.budget -= milliseconds;
  if (milliseconds > 0) await state.options.sleep(milliseconds);
  return true;
}

/** One newer token a session. @returns false when it is the one that was used already */
async function renew(state: State, used: string, renewal: TokenRenewal): Promise<boolean> {
  state.renewed ??= state.options.token(state.tenantId, renewal);
  state.token = state.renewed;
  const answer = await state.renewed;
  return answer.kind !== "token" || answer.token !== used;
}
