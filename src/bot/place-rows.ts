import { createBoundedMap } from "../core/bounded-map.ts";
import { isConflict, listRows } from "../flows/index.ts";
import type { Row, Store } from "../ports/index.ts";

/** Rows of places: what this process wrote last is not written again. */
export interface PlaceRows {
  readonly store: Store;
  put(tenantId: string, rk: string, value: object): Promise<void>;
  /** Drops a row that may be gone already. */
  drop(tenantId: string, rk: string): Promise<void>;
  list(tenantId: string, prefix: string): AsyncGenerator<Row>;
}

/** Makes them over the store. */
export function createPlaceRows(store: Store): PlaceRows {
  const written = createBoundedMap<string>(10_000);
  return {
    store,
    put: async (tenantId, rk, value) => {
      const known = `${tenantId} ${rk}`;
      const text = JSON.stringify(value);
      if (written.get(known) === text) return;
      await store.commit(tenantId, [{ op: "put", rk, value }]);
      written.set(known, text);
    },
    drop: async (tenantId, rk) => {
      written.delete(`${tenantId} ${rk}`);
      if (!(await store.get(tenantId, rk))) return;
      await store.commit(tenantId, [{ op: "delete", rk }]).catch((error: unknown) => {
        // Somebody else forgot it first.
        if (!isConflict(error)) throw error;
      });
    },
    list: (tenantId, prefix) => listRows({ store }, tenantId, prefix),
  };
}
