import type { Row } from "../../ports/index.ts";
import { inParallel } from "../in-parallel.ts";
import { listRows } from "../list-rows.ts";
import { discardDead, listDead, reviveDead } from "./dead.ts";
import { type DeliverOptions, meetLetter } from "./deliver.ts";
import { forgetLetters } from "./forget.ts";
import type { LetterCounts, Letters, Outbox } from "./letter.ts";
import { DEAD, laneOf, parseLetter, WAITING } from "./rows.ts";

/** What the outbox works with. */
export interface OutboxOptions extends DeliverOptions {
  /** What has made the letters. */
  readonly letters: Letters;
}

/** Makes the outbox. It starts nothing by itself: run() delivers. */
export function createOutbox(options: OutboxOptions): Outbox {
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  const tally = createTally();
  const runOnce = async (tenantId: string) => {
    const counts = await runTenant(options, tenantId, stopping.signal);
    tally.ran(tenantId, counts);
    return counts.ended + counts.died;
  };
  const remove = async (tenantId: string, removing: Promise<boolean>) => {
    const isRemoved = await removing;
    if (isRemoved) tally.buried(tenantId, -1);
    return isRemoved;
  };
  return {
    toOp: options.letters.toOp,
    run: (tenantId) => {
      const run = runOnce(tenantId).finally(() => running.delete(run));
      running.add(run);
      return run;
    },
    nextAt: tally.nextAt,
    listDead: (tenantId) => listDead(options, tenantId),
    revive: (tenantId, id, actor) => remove(tenantId, reviveDead(options, { tenantId, id, actor })),
    discard: (tenantId, id, actor) =>
      remove(tenantId, discardDead(options, { tenantId, id, actor })),
    count: async (tenantId) => {
      const counts = await countLetters(options, tenantId);
      tally.set(tenantId, counts);
      return counts;
    },
    forget: (person) => forgetLetters(options, person),
    counts: tally.sum,
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running);
    },
  };
}

/** Letters that are read at once, and lanes of a tenant that are served at once. */
const PAGE = 200;
const LANES = 4;

interface RunCounts {
  ended: number;
  died: number;
  left: number;
  /** When the first of those that are left may go; infinite where none waits for a time. */
  nextAt: number;
}

/**
 * Goes once through the letters of a tenant, page by page: letters that wait do not keep those of other lanes
 * from their turn, however many they are.
 */
async function runTenant(
  options: DeliverOptions,
  tenantId: string,
  signal: AbortSignal,
): Promise<RunCounts> {
  const counts: RunCounts = { ended: 0, died: 0, left: 0, nextAt: Number.POSITIVE_INFINITY };
  const held = new Set<string>();
  let from = WAITING;
  while (!signal.aborted) {
    const rows = await options.store.list(tenantId, { from, to: `${WAITING}~`, limit: PAGE });
    const lanes = toLanes(rows);
    await inParallel(lanes, LANES, async ([lane, letters]) => {
      const done = held.has(lane)
        ? 0
        : await runLane(options, { tenantId, letters, counts }, signal);
      counts.left += letters.length - done;
      if (done < letters.length) held.add(lane);
    });
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    from = `${last.rk}-`;
  }
  return counts;
}

/** What names no lane is a lane of its own. */
function toLanes(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => laneOf(row) ?? row.rk);
}

interface LaneRun {
  readonly tenantId: string;
  readonly letters: readonly Row[];
  readonly counts: RunCounts;
}

/** One after the other, until one has to wait. @returns how many came to an end */
async function runLane(
  options: DeliverOptions,
  { tenantId, letters, counts }: LaneRun,
  signal: AbortSignal,
): Promise<number> {
  let done = 0;
  for (const row of letters) {
    const waiting = parseLetter(tenantId, row);
    if (!waiting || signal.aborted) break;
    const met = await meetLetter(options, waiting, signal);
    if (met.kind === "waits") {
      counts.nextAt = Math.min(counts.nextAt, met.until ?? counts.nextAt);
      break;
    }
    counts[met.kind] += 1;
    done += 1;
  }
  return done;
}

async function countLetters(options: DeliverOptions, tenantId: string): Promise<LetterCounts> {
  const [waiting, dead] = [WAITING, DEAD].map(async (prefix) => {
    let count = 0;
    for await (const _row of listRows(options, tenantId, prefix)) count += 1;
    return count;
  });
  return { waiting: (await waiting) ?? 0, dead: (await dead) ?? 0 };
}

/** What was last counted, of tenants that have anything. */
function createTally() {
  const byTenant = new Map<string, LetterCounts>();
  const times = new Map<string, number>();
  const get = (tenantId: string) => byTenant.get(tenantId) ?? { waiting: 0, dead: 0 };
  const set = (tenantId: string, counts: LetterCounts) => {
    byTenant.delete(tenantId);
    if (counts.waiting + counts.dead > 0) byTenant.set(tenantId, counts);
  };
  return {
    set,
    nextAt: (tenantId: string) => times.get(tenantId),
    ran: (tenantId: string, { left, died, nextAt }: RunCounts) => {
      set(tenantId, { waiting: left, dead: get(tenantId).dead + died });
      if (Number.isFinite(nextAt)) times.set(tenantId, nextAt);
      else times.delete(tenantId);
    },
    buried: (tenantId: string, more: number) => {
      const { waiting, dead } = get(tenantId);
      set(tenantId, { waiting, dead: Math.max(0, dead + more) });
    },
    sum: (): LetterCounts => {
      let [waiting, dead] = [0, 0];
      for (const counts of byTenant.values()) {
        waiting += counts.waiting;
        dead += counts.dead;
      }
      return { waiting, dead };
    },
  };
}
