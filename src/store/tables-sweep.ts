import { createBoundedMap } from "../core/bounded-map.ts";
import type { Log } from "../ports/index.ts";
import { askPatiently, type Patience } from "./patience.ts";
import type { Table } from "./tables-table.ts";
import { WITNESS } from "./tables-witness.ts";

/** Far longer than any request is on its way, and than the clocks of replicas differ. */
const HOUR = 60 * 60 * 1000;
/** What a batch takes. */
const BATCH = 100;
const PARTITIONS = 50_000;

/** Takes witnesses away that nobody asks any more. */
export interface Sweep {
  /** Sweeps a partition in the background, once an hour. */
  visit(pk: string): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export interface SweepOptions {
  readonly table: Table;
  readonly patience: Patience;
  readonly log?: Log | undefined;
  readonly now: () => number;
}

export function createSweep(options: SweepOptions): Sweep {
  const { now, log } = options;
  const swept = createBoundedMap<number>(PARTITIONS);
  const underWay = new Set<Promise<void>>();
  return {
    visit: (pk) => {
      if (now() - (swept.get(pk) ?? 0) < HOUR) return;
      swept.set(pk, now());
      const work = sweepPartition(options, pk)
        // It comes again in an hour; another replica may just be at it.
        .catch((error: Error) =>
          log?.info("witnesses are left for later", { detail: error.message }),
        )
        .finally(() => underWay.delete(work));
      underWay.add(work);
    },
    idle: async () => {
      await Promise.all(underWay);
    },
  };
}

async function sweepPartition({ table, patience, now }: SweepOptions, pk: string): Promise<void> {
  const end = `${WITNESS}${new Date(now() - HOUR).toISOString()}`;
  const filter = `PartitionKey eq '${pk}' and RowKey ge '${WITNESS}' and RowKey lt '${end}'`;
  const query = { filter, select: ["PartitionKey", "RowKey"], top: BATCH };
  for (;;) {
    const found = await askPatiently((signal) => table.list(query, undefined, signal), patience);
    if (found.kind === "failed") throw new Error(found.fault.details);
    const { entities, next } = found.result;
    if (entities.length > 0) await remove(entities.map(({ rowKey }) => rowKey));
    if (next === undefined) return;
  }

  async function remove(keys: readonly string[]): Promise<void> {
    const answer = await askPatiently(
      (signal) =>
        table.submit(
          keys.map((rowKey) => ["delete", { partitionKey: pk, rowKey }]),
          signal,
        ),
      patience,
    );
    if (answer.kind === "failed") throw new Error(answer.fault.details);
  }
}
