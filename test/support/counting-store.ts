import type { Store } from "../../src/ports/index.ts";

/** A store that counts what it is asked, by method. */
export interface CountingStore extends Store {
  readonly counts: { get: number; list: number; commit: number };
  /** Counts from zero again. */
  reset(): void;
}

export function createCountingStore(store: Store): CountingStore {
  const counts = { get: 0, list: 0, commit: 0 };
  return {
    counts,
    reset: () => void Object.assign(counts, { get: 0, list: 0, commit: 0 }),
    get: (pk, rk) => {
      counts.get += 1;
      return store.get(pk, rk);
    },
    list: (pk, range) => {
      counts.list += 1;
      return store.list(pk, range);
    },
    commit: (pk, ops) => {
      counts.commit += 1;
      return store.commit(pk, ops);
    },
    close: () => store.close(),
  };
}
