import type { Clock, Log, Row, Store } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { listRows } from "../list-rows.ts";
import type { DueHandler } from "./due.ts";
import type { Agenda, DueKind } from "./with-agenda.ts";

/** What visiting a tenant works with. */
export interface VisitOptions {
  readonly agenda: Agenda;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** By kind. Rows of other kinds wait for the version that has one. */
  readonly due: Readonly<Record<string, DueHandler>>;
  /** Delivers the letters of a tenant, and tells when the first of those that are left may go. */
  readonly outbox: {
    run(tenantId: string): Promise<unknown>;
    nextAt(tenantId: string): number | undefined;
  };
}

/** Visits tenants: each by one visit at a time, and so many tenants at once. */
export interface Visits {
  /**
   * Does what is due in a tenant: rows first, then letters. Whoever asks while a visit is going on shares it,
   * and it looks once more, but for letters that come before it is at them.
   * @param kind what it is asked for @default "due"
   * @returns false where something is left that nobody has noted
   */
  ask(tenantId: string, kind?: DueKind): Promise<boolean>;
  /** Begins nothing more, and waits for what goes on. */
  stop(): Promise<void>;
  /** Resolves once nobody is visited. */
  idle(): Promise<void>;
}

/** Tenants that a process visits at once. */
const AT_ONCE = 8;
/** Looks of one visit, however often it is asked for meanwhile; what is written later is noted. */
const MOST_LOOKS = 10;

interface Going {
  /** What it is at. */
  at: DueKind;
  isAskedAgain: boolean;
  done: Promise<boolean>;
}

/** Makes it; it starts nothing by itself. */
export function createVisits(options: VisitOptions): Visits {
  const going = new Map<string, Going>();
  const inSlot = createSlots(AT_ONCE);
  const stopping = new AbortController();
  const visit = createVisit(options, stopping.signal);
  const goOn = async (tenantId: string, entry: Going) => {
    let isWhole = true;
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      entry.at = "due";
      entry.isAskedAgain = false;
      isWhole = await inSlot(() =>
        visit(tenantId, (kind) => {
          entry.at = kind;
        }),
      );
      if (!entry.isAskedAgain || stopping.signal.aborted) break;
    }
    return isWhole;
  };
  const idle = async () => {
    while (going.size > 0) await Promise.all([...going.values()].map(({ done }) => done));
  };
  return {
    ask: (tenantId, kind = "due") => {
      const before = going.get(tenantId);
      if (before) {
        before.isAskedAgain ||= kind === "due" || before.at === "outbox";
        return before.done;
      }
      if (stopping.signal.aborted) return Promise.resolve(false);
      const entry: Going = { at: "due", isAskedAgain: false, done: Promise.resolve(true) };
      going.set(tenantId, entry);
      entry.done = goOn(tenantId, entry).finally(() => going.delete(tenantId));
      return entry.done;
    },
    stop: async () => {
      stopping.abort();
      await idle();
    },
    idle,
  };
}

function createSlots(most: number) {
  let free = most;
  const waiting: (() => void)[] = [];
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** Pauses before a tenant is visited again in which something broke, in milliseconds. */
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** One look at a tenant. What breaks is logged, stops nothing else, and is noted for a later visit. */
function createVisit(options: VisitOptions, signal: AbortSignal) {
  const { agenda, clock, log, outbox } = options;
  const broken = new Map<string, number>();
  const safely = async (tenantId: string, what: string, work: () => Promise<boolean>) => {
    try {
      return await work();
    } catch (error) {
      log.error("a visit broke", { tenantId, what, ...describeError(error) });
      return false;
    }
  };
  return async (tenantId: string, tell: (at: DueKind) => void): Promise<boolean> => {
    const isMet = await safely(tenantId, "due", () => meetDue(options, tenantId, signal));
    tell("outbox");
    const isSent = await safely(tenantId, "outbox", async () => {
      await outbox.run(tenantId);
      // Whoever stops leaves letters behind that it has not begun, and for those it knows no time.
      if (signal.aborted) return false;
      const at = outbox.nextAt(tenantId);
      return at === undefined || agenda.note(tenantId, at, "outbox");
    });
    if (isMet && isSent) broken.delete(tenantId);
    if (isMet && isSent) return true;
    const times = (broken.get(tenantId) ?? 0) + 1;
    broken.set(tenantId, times);
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS);
    return agenda.note(tenantId, clock.now() + pause, "due");
  };
}

/** @returns false where a row broke, or the process stops first */
async function meetDue(
  options: VisitOptions,
  tenantId: string,
  signal: AbortSignal,
): Promise<boolean> {
  let isWhole = true;
  const now = new Date(options.clock.now()).toISOString();
  for await (const row of listRows(options, tenantId, "due|", `due|${now}|~`)) {
    if (signal.aborted) return false;
    isWhole = (await meetSafely(options, tenantId, row)) && isWhole;
  }
  return isWhole;
}

/** One row that breaks must not keep the others waiting. */
async function meetSafely({ due, log }: VisitOptions, tenantId: string, row: Row) {
  const kind = row.rk.split("|")[2] ?? "";
  const meet = due[kind];
  if (!meet) return true;
  try {
    await meet(tenantId, row);
    return true;
  } catch (error) {
    log.error("a due row broke", { tenantId, row: row.rk, ...describeError(error) });
    return false;
  }
}
