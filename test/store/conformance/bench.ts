import assert from "node:assert/strict";
import type { Op, Row, Store } from "../../../src/ports/index.ts";

export const CONFLICT = { code: "ERR_STORE_CONFLICT" };
export const FAILED = { code: "ERR_STORE_FAILED" };

/** A store, and a partition that is new in each test. */
export interface Bench {
  readonly store: Store;
  readonly pk: string;
  /** A row that has to be there. */
  read(rk: string): Promise<Row>;
  /** Values of the partition by row key. */
  readValues(): Promise<Record<string, unknown>>;
}

/** Sets a bench up around the tests of the describe that asks for it. */
export function useBench(open: () => Promise<Store>): Bench {
  let store: Store;
  let pk = "";
  let partitions = 0;
  before(async () => {
    store = await open();
  });
  after(() => store.close());
  beforeEach(() => {
    pk = `tenant-${++partitions}`;
  });
  return {
    get store() {
      return store;
    },
    get pk() {
      return pk;
    },
    read: async (rk) => {
      const row = await store.get(pk, rk);
      assert.ok(row, rk);
      return row;
    },
    readValues: async () =>
      Object.fromEntries((await store.list(pk)).map(({ rk, value }) => [rk, value])),
  };
}

export function insert(rk: string, value: object = { of: rk }): Op {
  return { op: "insert", rk, value };
}

export function put(rk: string, value: object = { of: rk }): Op {
  return { op: "put", rk, value };
}

export function replace(row: Row, value: object): Op {
  return { op: "replace", rk: row.rk, value, etag: row.etag };
}
