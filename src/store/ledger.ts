import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "../core/errors.ts";
import type { AuditEntry, Clock, Ids, Ledger, Op, Store } from "../ports/index.ts";
import type { AuditKey } from "./audit-key.ts";
import {
  AUDIT,
  AuditHead,
  checkHead,
  HEAD,
  signHead,
  signLine,
  toLink,
  toRowKey,
} from "./audit-line.ts";
import { listTenants, SYSTEM, TENANT } from "./read-ledger.ts";

/** What a ledger works with. */
export interface LedgerOptions {
  readonly store: Store;
  readonly key: AuditKey;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Waits that many milliseconds. @default real time */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number;
}

/** Conflicts over what was decided, after which it is given up. */
const MOST_CONFLICTS = 8;
/** Conflicts over the end of the log, which all replicas write to: somebody else has got on each time. */
const MOST_MISSES = 100;

/** Writes each change of state together with a signed line of the audit log, which only ever grows. */
export function createLedger(options: LedgerOptions): Ledger {
  const announce = createAnnouncer(options.store);
  const inTurn = createTurns();
  return {
    record: async (tenantId, entry, decide) => {
      let [conflicts, misses] = [0, 0];
      for (;;) {
        const ops = await decide();
        if (!ops) return false;
        const addition = { tenantId, entry: typeof entry === "function" ? entry() : entry, ops };
        await announce(tenantId);
        const outcome = await inTurn(tenantId, () => append(options, addition));
        if (outcome.kind === "added") return true;
        if (outcome.kind === "missed") misses += 1;
        else conflicts += 1;
        if (misses >= MOST_MISSES || conflicts >= MOST_CONFLICTS) throw outcome.error;
        if (outcome.kind === "missed") await stepBack(options, misses);
      }
    },
    tenants: () => listTenants(options.store),
  };
}

const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 200;

/** Pauses of a random length, so that replicas that met once do not meet again. */
async function stepBack(
  { sleep = delay, random = Math.random }: LedgerOptions,
  misses: number,
): Promise<void> {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** misses, LONGEST_PAUSE_MS);
  await sleep(Math.ceil(longest * random()));
}

interface Addition {
  readonly tenantId: string;
  readonly entry: AuditEntry;
  readonly ops: readonly Op[];
}

/** What came of an addition. `missed`: another replica added a line first. */
type Appended =
  | { readonly kind: "added" }
  | { readonly kind: "missed" | "conflict"; readonly error: unknown };

async function append(
  options: LedgerOptions,
  { tenantId, entry, ops }: Addition,
): Promise<Appended> {
  const { store, key, clock, ids } = options;
  const own = ops.find(({ rk }) => rk === HEAD || rk.startsWith(AUDIT));
  if (own) throw toFailed(`The audit log is written by the ledger alone, and not ${own.rk}.`);
  const end = await readEnd(store, key, tenantId);
  const count = (end?.head.count ?? 0) + 1;
  const at = new Date(clock.now()).toISOString();
  const row = toRowKey({ at, line: count, id: ids.next(), verb: entry.verb });
  const place = { tenantId, row };
  const line = draftLine(() =>
    signLine(key, place, { line: count, at, entry, previous: end?.head.last ?? null }),
  );
  const value = signHead(key, tenantId, { count, last: toLink(place, line) });
  try {
    await store.commit(tenantId, [
      ...ops,
      { op: "insert", rk: row, value: line },
      end ? { op: "replace", rk: HEAD, value, etag: end.etag } : { op: "insert", rk: HEAD, value },
    ]);
    return { kind: "added" };
  } catch (error) {
    if (!isConflict(error)) throw error;
    const now = await store.get(tenantId, HEAD);
    return { kind: now?.etag === end?.etag ? "conflict" : "missed", error };
  }
}

/**
 * How the log ends, undefined where it has not begun. An end that is not ours is not continued: the next
 * line would make it good.
 */
async function readEnd(store: Store, key: AuditKey, tenantId: string) {
  const row = await store.get(tenantId, HEAD);
  if (!row) {
    const [line] = await store.list(tenantId, { from: AUDIT, to: `${AUDIT}~`, limit: 1 });
    if (line) throw toBroken(tenantId);
    return undefined;
  }
  const head = AuditHead.safeParse(row.value).data;
  const state = head ? checkHead(key, tenantId, head) : "bad";
  if (state === "unknown") throw toFailed(UNKNOWN_KEY);
  if (!head || state === "bad") throw toBroken(tenantId);
  return { head, etag: row.etag };
}

const UNKNOWN_KEY =
  "The audit log was signed with a key that is not set: add it to SECRET_STATE_KEY, after a comma.";

function toBroken(tenantId: string): AppError {
  return toFailed(
    `The audit log of tenant ${tenantId} was changed by somebody else, and is not continued: run npm run -s audit.`,
  );
}

function draftLine<Line>(sign: () => Line): Line {
  try {
    return sign();
  } catch (cause) {
    throw toFailed("An audit entry does not fit its schema.", cause);
  }
}

function toFailed(sentence: string, cause?: unknown): AppError {
  return new AppError("ERR_STORE_FAILED", sentence, { cause });
}

function isConflict(error: unknown): boolean {
  return error instanceof AppError && error.code === "ERR_STORE_CONFLICT";
}

/** Puts a tenant on the list of tenants, once a process. */
function createAnnouncer(store: Store): (tenantId: string) => Promise<void> {
  const announced = new Set<string>();
  return async (tenantId) => {
    if (announced.has(tenantId)) return;
    await store.commit(SYSTEM, [{ op: "put", rk: `${TENANT}${tenantId}`, value: { tenantId } }]);
    announced.add(tenantId);
  };
}

/**
 * Lets the additions of one tenant follow each other: all of them replace the same head, and a process
 * need not race itself for it. `decide` stays outside, so it may take its time or record something else.
 */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return async <Value>(name: string, work: () => Promise<Value>): Promise<Value> => {
    const before = last.get(name);
    const turn = before === undefined ? work() : before.then(work, work);
    last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}
