import { isConflict, listRows } from "../flows/index.ts";
import type { Row, Store } from "../ports/index.ts";

/** Rows of places. */
export interface PlaceRows {
  readonly store: Store;
  /** Writes a row, unless it says so already: reading costs less, and another replica may have dropped it. */
  put(tenantId: string, rk: string, value: object): Promise<void>;
  /** Drops a row that may be gone already. */
  drop(tenantId: string, rk: string): Promise<void>;
  list(tenantId: string, prefix: string): AsyncGenerator<Row>;
}

/** Makes them over the store. */
export function createPlaceRows(store: Store): PlaceRows {
  return {
    store,
    put: async (tenantId, rk, value) => {
      const now = await store.get(tenantId, rk);
      if (now && JSON.stringify(now.value) === JSON.stringify(value)) return;
      await store.commit(tenantId, [{ op: "put", rk, value }]);
    },
    drop: async (tenantId, rk) => {
      if (!(await store.get(tenantId, rk))) return;
      await store.commit(tenantId, [{ op: "delete", rk }]).catch((error: unknown) => {
        // Somebody else forgot it first.
        if (!isConflict(error)) throw error;
      });
    },
    list: (tenantId, prefix) => listRows({ store }, tenantId, prefix),
  };
}
