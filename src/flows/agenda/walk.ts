import { z } from "zod";
import type { Clock, Ids, Log, Store } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { isConflict } from "../conflict.ts";
import { inParallel } from "../in-parallel.ts";

/** The walk through all tenants: what no note is for, and what a lost note was for. */
export interface Walk {
  /**
   * Goes through all tenants if that was not done since this process began, nor for an hour, by any
   * replica. Where another one stopped in between, it goes on from there.
   */
  run(): Promise<void>;
  /** Ends between two tenants, and waits for those it is at. */
  stop(): Promise<void>;
}

/** What the walk works with. */
export interface WalkOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** All tenants. */
  listTenants(): Promise<readonly string[]>;
  /** What is done in each; one that breaks is logged and stops nothing else. */
  readonly works: Readonly<Record<string, Work>>;
  /** The same, before it, and in the first walk of a process only. @default nothing */
  readonly firstWorks?: Readonly<Record<string, Work>>;
}

type Work = (tenantId: string) => Promise<unknown>;

const WalkRow = z.strictObject({
  /** Milliseconds since 1970. */
  beganAt: z.number(),
  /** The last tenant that is done, by id; empty before the first, null once all are. */
  at: z.string().nullable(),
  by: z.string(),
  /** Until when the walker means to be back here. */
  until: z.number(),
});
type WalkRow = z.infer<typeof WalkRow>;

const PK = "agenda";
const RK = "slot|walk";
const EVERY_MS = 60 * 60_000;
/** Longer than a part of the walk takes. */
const LEASE_MS = 5 * 60_000;
/** Tenants of a part, and tenants at once. */
const PART = 50;
const AT_ONCE = 4;

/** Makes it; it starts nothing by itself. */
export function createWalk(options: WalkOptions): Walk {
  const stopping = new AbortController();
  const { signal } = stopping;
  const bornAt = options.clock.now();
  const me = options.ids.next();
  let running: Promise<void> = Promise.resolve();
  let isFirst = true;
  const run = async () => {
    const taken = await take(options, { bornAt, me });
    if (!taken) return;
    const works = { ...(isFirst && options.firstWorks), ...options.works };
    await walk({ ...options, works }, taken, signal);
    isFirst = false;
  };
  return {
    run: () => {
      if (!signal.aborted) running = run();
      return running;
    },
    stop: async () => {
      stopping.abort();
      await running.catch(() => undefined); // Whoever ran it has heard of it.
    },
  };
}

/** @returns the walk that is this process's now; undefined where none is due */
async function take(
  options: WalkOptions,
  { bornAt, me }: { readonly bornAt: number; readonly me: string },
): Promise<WalkRow | undefined> {
  const row = await options.store.get(PK, RK);
  const before = WalkRow.safeParse(row?.value).data;
  const now = options.clock.now();
  const isHeld = before && before.at !== null && isLeased(before.until, now) && before.by !== me;
  const isFresh = before && before.beganAt >= Math.max(bornAt, now - EVERY_MS);
  // A beginning that has not come yet is a clock's mistake.
  const isAhead = before && before.beganAt > now + LEASE_MS;
  if (isHeld && !isAhead) return undefined;
  if (isFresh && before.at === null && !isAhead) return undefined;
  const goesOn = before && isFresh && before.at !== null && !isAhead;
  const beganAt = goesOn ? before.beganAt : now;
  const next = { beganAt, at: goesOn ? before.at : "", by: me, until: now + LEASE_MS };
  return (await write(options, next, row?.etag)) ? next : undefined;
}

/** A lease that is longer than a lease can be is that of a clock that went back. */
function isLeased(until: number, now: number): boolean {
  return until > now && until <= now + LEASE_MS;
}

async function write({ store }: WalkOptions, value: WalkRow, etag: string | undefined) {
  try {
    await store.commit(PK, [
      etag === undefined ? { op: "insert", rk: RK, value } : { op: "replace", rk: RK, value, etag },
    ]);
    return true;
  } catch (error) {
    if (!isConflict(error)) throw error;
    return false;
  }
}

async function walk(options: WalkOptions, taken: WalkRow, signal: AbortSignal): Promise<void> {
  const from = taken.at ?? "";
  const tenants = [...new Set(await options.listTenants())].sort();
  const left = tenants.filter((tenantId) => tenantId > from);
  for (let index = 0; index < left.length; index += PART) {
    const part = left.slice(index, index + PART);
    await inParallel(part, AT_ONCE, (tenantId) => workIn(options, tenantId, signal));
    if (signal.aborted) return;
    if (!(await keep(options, taken, part.at(-1) ?? ""))) return;
  }
  await keep(options, taken, null);
}

/** @returns false where another replica has taken the walk over */
async function keep(options: WalkOptions, taken: WalkRow, at: string | null): Promise<boolean> {
  const row = await options.store.get(PK, RK);
  const now = WalkRow.safeParse(row?.value).data;
  if (now?.by !== taken.by) return false;
  const until = options.clock.now() + LEASE_MS;
  return write(options, { ...taken, at, until }, row?.etag);
}

async function workIn({ works, log }: WalkOptions, tenantId: string, signal: AbortSignal) {
  for (const [name, work] of Object.entries(works)) {
    if (signal.aborted) return;
    try {
      await work(tenantId);
    } catch (error) {
      log.error("a work of the walk broke", { tenantId, name, ...describeError(error) });
    }
  }
}
