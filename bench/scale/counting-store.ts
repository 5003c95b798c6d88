import type { Clock, Op, Store } from "../../src/ports/index.ts";

/** What a store was asked for. */
export interface StoreCounts {
  /** Requests by method and kind of row: `list due`, `commit outbox`. */
  readonly byKind: ReadonlyMap<string, number>;
  /** Requests as Azure Tables counts them: a batch is one, a thousand rows of a list are one. */
  readonly requests: number;
  /** Rows that were written or deleted. */
  readonly written: number;
  /** Rows written or deleted in the busiest minute of one partition, and of all. */
  readonly busiestPartition: { readonly pk: string; readonly written: number };
  readonly busiestMinute: number;
}

/** A store that counts. */
export interface CountingStore extends Store {
  take(): StoreCounts;
}

const MINUTE_MS = 60_000;
/** Rows that one answer of Azure Tables holds. */
const PAGE = 1000;

/** Counts what is asked of a store, by kind of row and by minute. */
export function createCountingStore(store: Store, clock: Clock): CountingStore {
  const byKind = new Map<string, number>();
  const byMinute = new Map<number, number>();
  const byPartition = new Map<string, number>();
  let [requests, written] = [0, 0];
  const count = (method: string, rk: string, pages = 1) => {
    requests += pages;
    add(byKind, `${method} ${rk.split("|", 1)[0]}`, pages);
  };
  const write = (pk: string, ops: readonly Op[]) => {
    const minute = Math.floor(clock.now() / MINUTE_MS);
    written += ops.length;
    add(byMinute, minute, ops.length);
    add(byPartition, `${pk} ${minute}`, ops.length);
  };
  return {
    get: (pk, rk) => {
      count("get", rk);
      return store.get(pk, rk);
    },
    list: async (pk, range) => {
      const rows = await store.list(pk, range);
      count("list", range?.from ?? "", Math.max(1, Math.ceil(rows.length / PAGE)));
      return rows;
    },
    commit: async (pk, ops) => {
      count("commit", ops[0]?.rk ?? "");
      await store.commit(pk, ops);
      write(pk, ops);
    },
    close: () => store.close(),
    take: () => {
      const [name = " ", most = 0] = findMost(byPartition);
      const busiestPartition = { pk: name.split(" ")[0] ?? "", written: most };
      const [, busiestMinute = 0] = findMost(byMinute);
      const taken = { byKind: new Map(byKind), requests, written, busiestPartition, busiestMinute };
      for (const map of [byKind, byMinute, byPartition]) map.clear();
      [requests, written] = [0, 0];
      return taken;
    },
  };
}

/** Adds to what a map counts under a key. */
export function add<Key>(counts: Map<Key, number>, key: Key, more = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}

/** The entry with the highest count. */
export function findMost<Key>(counts: ReadonlyMap<Key, number>): [Key?, number?] {
  let most: [Key?, number?] = [];
  for (const entry of counts) if (entry[1] > (most[1] ?? 0)) most = entry;
  return most;
}
