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
}

const MOST_ATTEMPTS = 8;

/** Writes each change of state together with a signed line of the audit log, which only ever grows. */
export function createLedger(options: LedgerOptions): Ledger {
  const announce = createAnnouncer(options.store);
  const inTurn = createTurns();
  return {
    record: async (tenantId, entry, decide) => {
      for (let attempt = 1; ; attempt++) {
        const ops = await decide();
        if (!ops) return false;
        const addition = { tenantId, entry: typeof entry === "function" ? entry() : entry, ops };
        try {
          await announce(tenantId);
          await inTurn(tenantId, () => append(options, addition));
          return true;
        } catch (error) {
          if (!isConflict(error) || attempt === MOST_ATTEMPTS) throw error;
        }
      }
    },
    tenants: () => listTenants(options.store),
  };
}

interface Addition {
  readonly tenantId: string;
  readonly entry: AuditEntry;
  readonly ops: readonly Op[];
}

async function append(options: LedgerOptions, { tenantId, entry, ops }: Addition): Promise<void> {
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
  await store.commit(tenantId, [
    ...ops,
    { op: "insert", rk: row, value: line },
    end ? { op: "replace", rk: HEAD, value, etag: end.etag } : { op: "insert", rk: HEAD, value },
  ]);
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
  const last = new Map<string, Promise<void>>();
  return async (name: string, work: () => Promise<void>): Promise<void> => {
    const before = last.get(name);
    const turn = before === undefined ? work() : before.then(work, work);
    last.set(name, turn);
    try {
      await turn;
    } finally {
      if (last.get(name) === turn) last.delete(name);
    }
  };
}
