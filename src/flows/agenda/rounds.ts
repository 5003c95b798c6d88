import type { Clock, Ids, Log, Op, Row, Store } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { isConflict } from "../conflict.ts";
import { type Sleep, withLimit } from "../with-limit.ts";
import { readLease, takeLease } from "./lease.ts";
import type { Visits } from "./visits.ts";
import { type Agenda, type HearDue, NOTE, SHARDS, shardKey } from "./with-agenda.ts";

/** Rounds through the agenda. */
export interface Rounds {
  /**
   * Looks once at every shard, and visits the tenants whose time has come. A shard that takes longer goes on
   * by itself, and the next round leaves it alone until it is done.
   */
  run(): Promise<void>;
  /** How it stands. */
  state(): RoundsState;
  /** Begins nothing more, and waits for what goes on. */
  stop(): Promise<void>;
  /** Resolves once nothing goes on. */
  idle(): Promise<void>;
}

/** How far rounds have come. */
export interface RoundsState {
  /** When a round last could read the agenda; null while none has. Milliseconds since 1970. */
  readonly lastRoundAt: number | null;
  /** The time of the oldest note that was due and is not done; null for none. */
  readonly oldestDueAt: number | null;
}

/** What rounds work with. */
export interface RoundsOptions {
  readonly agenda: Agenda;
  /** Without the agenda's own notes. */
  readonly store: Store;
  readonly visits: Visits;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sleep: Sleep;
  readonly log: Log;
}

/** Shards that take longer do not hold the round, in milliseconds. */
const ROUND_MS = 10_000;

interface RoundsWork extends RoundsOptions {
  /** This process, for as long as it lives. */
  readonly me: string;
  readonly signal: AbortSignal;
  /** The oldest note of each shard that was due when it was last read. */
  readonly oldest: Map<string, number>;
}

/** Makes them. What is due at once is visited from now on; the rest waits for run(). */
export function createRounds(options: RoundsOptions): Rounds {
  const { agenda, visits, clock, ids, sleep } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const oldest = new Map<string, number>();
  const work: RoundsWork = { ...options, me: ids.next(), signal, oldest };
  const running = new Map<string, Promise<boolean>>();
  let lastRoundAt: number | null = null;
  const wakes = createWakes(work);
  agenda.hear(wakes.wake);
  const start = (shard: string) => {
    const before = running.get(shard);
    if (before !== undefined) return before;
    const run = runSafely(work, shard).finally(() => running.delete(shard));
    running.set(shard, run);
    return run;
  };
  const idle = async () => {
    while (running.size > 0) await Promise.all(running.values());
    await visits.idle();
  };
  return {
    run: async () => {
      if (signal.aborted) return;
      const shards = SHARDS.map((shard) =>
        start(shard).then((isRead) => {
          if (isRead) lastRoundAt = clock.now();
        }),
      );
      await withLimit(Promise.all(shards), ROUND_MS, sleep);
    },
    state: () => ({
      lastRoundAt,
      oldestDueAt: oldest.size > 0 ? Math.min(...oldest.values()) : null,
    }),
    stop: async () => {
      stopping.abort();
      await Promise.all([visits.stop(), wakes.idle()]);
      await idle();
    },
    idle,
  };
}

type Wake = (...what: Parameters<HearDue>) => Promise<void>;

/** Visits at once, or at their time within the minute, what this process has written: once a tenant. */
function createWakes({ visits, clock, sleep, signal, log }: RoundsWork) {
  const sleeping = new Map<string, number>();
  const running = new Set<Promise<unknown>>();
  const wakeAt: Wake = async (tenantId, at, kind) => {
    const name = `${kind} ${tenantId}`;
    const milliseconds = at - clock.now();
    if (milliseconds > 0) await sleep(milliseconds, signal);
    if (sleeping.get(name) === at) sleeping.delete(name);
    if (!signal.aborted) await visits.ask(tenantId, kind);
  };
  return {
    wake: (...[tenantId, at, kind]: Parameters<HearDue>) => {
      const name = `${kind} ${tenantId}`;
      if (signal.aborted || (sleeping.get(name) ?? Number.POSITIVE_INFINITY) <= at) return;
      sleeping.set(name, at);
      const run = wakeAt(tenantId, at, kind)
        .catch((error: unknown) =>
          log.error("a visit broke", { tenantId, ...describeError(error) }),
        )
        .finally(() => running.delete(run));
      running.add(run);
    },
    idle: async () => {
      await Promise.all(running);
    },
  };
}

/** @returns whether the shard could be read */
async function runSafely(work: RoundsWork, shard: string): Promise<boolean> {
  let isRead = false;
  try {
    while (!work.signal.aborted) {
      const notes = await readShard(work, shard);
      isRead = true;
      if (!notes || !(await visitNoted(work, shard, notes))) break;
    }
  } catch (error) {
    work.log.error("a round broke", { shard, ...describeError(error) });
  }
  return isRead;
}

/** Notes that are read at once. */
const BATCH = 100;

/** The notes whose time has come. @returns undefined where there is nothing, or another replica sees to it */
async function readShard(work: RoundsWork, shard: string): Promise<readonly Row[] | undefined> {
  const { store, clock, oldest } = work;
  const now = new Date(clock.now()).toISOString();
  // Leases sort before notes: one question reads both.
  const range = { from: "lease|", to: `${NOTE}${now}|~`, limit: BATCH + 1 };
  const rows = await store.list(shardKey(shard), range);
  const notes = rows.filter(({ rk }) => rk.startsWith(NOTE));
  const first = notes[0]?.rk.split("|")[1];
  if (first === undefined) oldest.delete(shard);
  else oldest.set(shard, Date.parse(first));
  if (first === undefined) return undefined;
  const isTaken = await takeLease(work, shardKey(shard), readLease(shard, rows));
  return isTaken ? notes : undefined;
}

/** A visit that takes longer goes on by itself, and the tenant is looked at later. In milliseconds. */
const VISIT_MS = 120_000;
const LATER_MS = 10 * 60_000;

/** Visits who is noted and takes the notes away. @returns whether there may be more */
async function visitNoted(
  work: RoundsWork,
  shard: string,
  notes: readonly Row[],
): Promise<boolean> {
  const byTenant = Map.groupBy(notes, ({ rk }) => rk.split("|")[2] ?? "");
  const done: Row[] = [];
  const visit = async ([tenantId, own]: [string, Row[]]) => {
    if (await visitInTime(work, tenantId)) done.push(...own);
  };
  await Promise.all([...byTenant].map(visit));
  await dropNotes(work, shard, done);
  const isDone = done.length === notes.length;
  if (isDone) work.oldest.delete(shard);
  return isDone && notes.length >= BATCH;
}

/** @returns false where its note has to stay */
async function visitInTime(
  { agenda, visits, clock, sleep, log }: RoundsWork,
  tenantId: string,
): Promise<boolean> {
  try {
    const visit = await withLimit(visits.ask(tenantId), VISIT_MS, sleep);
    if (visit) return visit.value;
    log.error("a visit takes too long", { tenantId });
    return await agenda.note(tenantId, clock.now() + LATER_MS, "due");
  } catch (error) {
    log.error("a visit broke", { tenantId, ...describeError(error) });
    return false;
  }
}

async function dropNotes({ store }: RoundsWork, shard: string, notes: readonly Row[]) {
  if (notes.length === 0) return;
  const drop = (rows: readonly Row[]) =>
    store.commit(
      shardKey(shard),
      rows.map(({ rk }): Op => ({ op: "delete", rk })),
    );
  try {
    await drop(notes);
  } catch (error) {
    if (!isConflict(error)) throw error;
    // Another replica took some of them away: the rest goes one by one.
    for (const note of notes) await drop([note]).catch(ignoreConflict);
  }
}

function ignoreConflict(error: unknown): void {
  if (!isConflict(error)) throw error;
}
