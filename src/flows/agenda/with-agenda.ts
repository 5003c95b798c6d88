import { createBoundedMap } from "../../core/bounded-map.ts";
import { fingerprint } from "../../core/fingerprint.ts";
import type { Clock, Log, Op, Store } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";

/** What waits for a time. */
export type DueKind = "due" | "outbox";

/** Hears that a tenant has something to do. @param at milliseconds since 1970, at most a minute ahead */
export type HearDue = (tenantId: string, at: number, kind: DueKind) => void;

/** A store that notes when which tenant has something to do. */
export interface Agenda {
  /** The store as everybody writes to it. */
  readonly store: Store;
  /** Notes that a tenant is to be visited then. @returns false where that could not be written */
  note(tenantId: string, at: number, kind: DueKind): Promise<boolean>;
  /** From now on hears what is due at once. */
  hear(listener: HearDue): void;
}

export interface AgendaOptions {
  readonly clock: Clock;
  readonly log: Log;
}

/** What is due so soon is heard by the process that wrote it, in milliseconds. */
const SOON_MS = 60_000;

/**
 * A store around the store. What a commit puts under a time is noted in the agenda before the commit, so
 * that a process which ends in between leaves a note for nothing rather than a row without a note. A note
 * that cannot be written does not keep anybody from deciding: the hourly walk finds the row.
 */
export function withAgenda(store: Store, options: AgendaOptions): Agenda {
  const write = createNoter(store, options);
  let listener: HearDue = () => undefined;
  const commit = async (pk: string, ops: readonly Op[]) => {
    const times = { due: timesOf(ops, "due"), outbox: timesOf(ops, "outbox") };
    const all = [...times.due, ...times.outbox];
    if (all.length > 0) await write(pk, all);
    await store.commit(pk, ops);
    for (const kind of ["due", "outbox"] as const) tell(pk, Math.min(...times[kind]), kind);
  };
  const tell: HearDue = (tenantId, at, kind) => {
    if (at <= options.clock.now() + SOON_MS) listener(tenantId, at, kind);
  };
  return {
    store: {
      get: (pk, rk) => store.get(pk, rk),
      list: (pk, range) => store.list(pk, range),
      commit,
      close: () => store.close(),
    },
    note: async (tenantId, at, kind) => {
      const isWritten = await write(tenantId, [at]);
      tell(tenantId, at, kind);
      return isWritten;
    },
    hear: (next) => {
      listener = next;
    },
  };
}

/**
 * When somebody has to look at what is written. A letter that is claimed or put back is replaced: the visit
 * that did so notes the tenant before its own note goes.
 */
function timesOf(ops: readonly Op[], kind: DueKind): number[] {
  return ops.flatMap(({ op, rk }) => {
    const [prefix, time = ""] = rk.split("|");
    return prefix === kind && op !== "delete" && op !== "replace" ? [Date.parse(time)] : [];
  });
}

/** Shards of the agenda: `agenda-0` to `agenda-f`. */
export const SHARDS: readonly string[] = [..."0123456789abcdef"];

/** The partition of a shard. */
export function shardKey(shard: string): string {
  return `agenda-${shard}`;
}

/** The shard that a tenant is noted in. */
export function shardOf(tenantId: string): string {
  return fingerprint(tenantId).slice(-1);
}

/** Keys of notes start so. */
export const NOTE = "note|";
const MINUTE_MS = 60_000;
/**
 * No note is for a time so near: by then the commit that it is for has landed, and clocks of replicas have
 * caught up with each other, so that no round takes the note away before the row is there.
 */
const SLACK_MS = 15_000;
/** Notes that a process remembers to have written. */
const REMEMBERED = 20_000;

function createNoter(store: Store, { clock, log }: AgendaOptions) {
  const written = createBoundedMap<true>(REMEMBERED);
  return async (tenantId: string, times: readonly number[]): Promise<boolean> => {
    const earliest = clock.now() + SLACK_MS;
    const minutes = times.map((at) => Math.ceil(Math.max(at, earliest) / MINUTE_MS) * MINUTE_MS);
    const keys = [...new Set(minutes)].map((minute) => noteKey(tenantId, minute));
    const missing = keys.filter((rk) => !written.get(rk));
    if (missing.length === 0) return true;
    const ops = missing.map((rk): Op => ({ op: "put", rk, value: { tenantId } }));
    try {
      await store.commit(shardKey(shardOf(tenantId)), ops);
    } catch (error) {
      log.warn("a note was not written", { tenantId, ...describeError(error) });
      return false;
    }
    for (const rk of missing) written.set(rk, true);
    return true;
  };
}

function noteKey(tenantId: string, minute: number): string {
  return `${NOTE}${new Date(minute).toISOString()}|${tenantId}`;
}
