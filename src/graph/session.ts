import { z } from "zod";
import { AppError } from "../core/errors.ts";
import { type Call, type CallId, findCall, type ScopeId } from "../core/scope/index.ts";
import type {
  AppTokenAnswer,
  Clock,
  Ids,
  PersonTokenAnswer,
  TokenRenewal,
} from "../ports/index.ts";
import { type CallParams, type CallQuery, isFurtherPage, toAddress } from "./address.ts";
import { DROPPED, type Failure, judge, UNREACHABLE, type Verdict } from "./verdict.ts";

/** Where the tokens of a session come from. No call is made with a token of a scope that is not the call's. */
export type TokenSource =
  /** All of them are of one scope, as those of a person. */
  | {
      readonly scope: ScopeId;
      readonly token: (renewal?: TokenRenewal) => Promise<PersonTokenAnswer>;
    }
  /** Each says of which scope it is, as those of jobs. */
  | {
      readonly scope?: undefined;
      readonly token: (renewal?: TokenRenewal) => Promise<AppTokenAnswer>;
    };

export type SessionOptions = TokenSource & {
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
};

interface Ask {
  /** Method, version and path stand in the registry of calls. */
  readonly call: CallId;
  readonly params?: CallParams;
  readonly query?: CallQuery;
  /** Besides those that every request carries. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A list to read. */
export interface ListAsk<Row> extends Ask {
  readonly row: z.ZodType<Row>;
  /** Reads no further page once it has so many rows. */
  readonly enough?: number;
}

/** One object to read. */
export interface ObjectAsk<Value> extends Ask {
  readonly value: z.ZodType<Value>;
}

export type ListAnswer<Row> =
  /** `isCut`: there are more pages than are read. */
  { readonly kind: "read"; readonly rows: readonly Row[]; readonly isCut: boolean } | Failure;

export type ObjectAnswer<Value> = { readonly kind: "read"; readonly value: Value } | Failure;

/**
 * The requests of one reading: one token, one count, one budget of waiting.
 * An id in `params` that is none is answered as absent, without a request.
 * @throws RangeError for a call that does not run under the session's scope
 */
export interface Session {
  list<Row>(ask: ListAsk<Row>): Promise<ListAnswer<Row>>;
  read<Value>(ask: ObjectAsk<Value>): Promise<ObjectAnswer<Value>>;
  /** Requests sent so far. */
  requests(): number;
}

const MAX_PAGES = 20;
/** Milliseconds that all requests of a session may wait together for a busy service. */
const MAX_WAIT = 4000;
const PATIENCE_MS = 10_000;

/** A token and the scope that it is of, or what came in its place. */
type LabeledToken =
  | { readonly kind: "token"; readonly token: string; readonly scope: ScopeId }
  | Exclude<PersonTokenAnswer, { readonly kind: "token" }>;

interface State {
  readonly options: SessionOptions;
  token: Promise<LabeledToken> | undefined;
  renewed: Promise<LabeledToken> | undefined;
  budget: number;
  requests: number;
  /** Ends every request; made with the first one. */
  end: AbortSignal | undefined;
}

/** Opens a session; nothing is asked before the first reading. */
export function openSession(options: SessionOptions): Session {
  const start = { token: undefined, renewed: undefined, budget: MAX_WAIT, requests: 0 };
  const state: State = { options, ...start, end: undefined };
  return {
    list: (ask) => readList(state, ask),
    read: (ask) => readObject(state, ask),
    requests: () => state.requests,
  };
}

async function readList<Row>(state: State, ask: ListAsk<Row>): Promise<ListAnswer<Row>> {
  const { base } = state.options;
  const call = requireCall(state, ask);
  const Page = z.object({ value: z.array(ask.row), "@odata.nextLink": z.string().optional() });
  const rows: Row[] = [];
  let address = toAddress(base, call, ask);
  if (address === undefined) return { kind: "absent" };
  for (let page = 0; page < MAX_PAGES; page++) {
    const sent = await send(state, address, ask);
    if (sent.kind !== "body") return sent;
    const { data } = Page.safeParse(sent.body);
    if (!data) return UNREACHABLE;
    rows.push(...data.value);
    const next = data["@odata.nextLink"];
    if (next === undefined || rows.length >= (ask.enough ?? Infinity))
      return { kind: "read", rows, isCut: false };
    if (!isFurtherPage(base, call, next)) return UNREACHABLE;
    address = next;
  }
  return { kind: "read", rows, isCut: true };
}

async function readObject<Value>(
  state: State,
  ask: ObjectAsk<Value>,
): Promise<ObjectAnswer<Value>> {
  const address = toAddress(state.options.base, requireCall(state, ask), ask);
  if (address === undefined) return { kind: "absent" };
  const sent = await send(state, address, ask);
  if (sent.kind !== "body") return sent;
  const { success, data } = ask.value.safeParse(sent.body);
  return success ? { kind: "read", value: data } : UNREACHABLE;
}

function requireCall({ options: { scope } }: State, ask: Ask): Call {
  const call = findCall(ask.call);
  if (call.method !== "GET") throw new RangeError(`${call.method} ${call.id} is no reading`);
  if (scope !== undefined) requireScope(call, scope);
  return call;
}

function requireScope({ id, scopes }: Call, scope: ScopeId): void {
  if (!scopes.includes(scope)) throw new RangeError(`${id} is no call of scope ${scope}`);
}

type Sent = Extract<Verdict, { kind: "body" }> | Failure;

async function send(state: State, address: string, { call, headers = {} }: Ask): Promise<Sent> {
  state.end ??= AbortSignal.timeout(state.options.patienceMs ?? PATIENCE_MS);
  state.token ??= askForToken(state.options);
  for (let faults = 0; ; ) {
    const token = await state.token;
    if (token.kind !== "token") return token;
    requireScope(findCall(call), token.scope);
    const verdict = await ask(state, address, {
      ...headers,
      authorization: `Bearer ${token.token}`,
    });
    if (verdict.kind === "again") {
      if (verdict.isFault && faults++ > 0) return verdict.otherwise;
      if (!(await pause(state, verdict.milliseconds))) return verdict.otherwise;
    } else if (verdict.kind === "renew") {
      if (!(await renew(state, token.token, verdict.renewal))) return verdict.otherwise;
    } else return verdict;
  }
}

async function askForToken(options: SessionOptions, renewal?: TokenRenewal): Promise<LabeledToken> {
  if (options.scope === undefined) return options.token(renewal);
  const { scope } = options;
  const answer = await options.token(renewal);
  return answer.kind === "token" ? { ...answer, scope } : answer;
}

async function ask(
  state: State,
  address: string,
  own: Readonly<Record<string, string>>,
): Promise<Verdict> {
  const { fetch, ids, clock } = state.options;
  const { end: signal = null } = state;
  state.requests++;
  const headers = { ...own, accept: "application/json", "client-request-id": ids.next() };
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
  state.renewed ??= askForToken(state.options, renewal);
  state.token = state.renewed;
  const answer = await state.renewed;
  return answer.kind !== "token" || answer.token !== used;
}
