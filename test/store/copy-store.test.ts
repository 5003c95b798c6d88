import assert from "node:assert/strict";
import type { Op } from "../../src/ports/index.ts";
import { copyStore, type OpenStore, openStore } from "../../src/store/index.ts";

const ROWS = 250;

describe("copyStore", () => {
  let source: OpenStore;
  let target: OpenStore;
  beforeEach(async () => {
    source = await openStore({ file: ":memory:" });
    target = await openStore({ file: ":memory:" });
    for (let n = 0; n < ROWS; n++)
      await source.commit("p", [{ op: "insert", rk: `r${n}`, value: { n } }]);
  });
  afterEach(async () => {
    await source.close();
    await target.close();
  });

  /** The target, with commits that come to something else. */
  function spoil(commit: OpenStore["commit"]): OpenStore {
    return {
      get: (pk, rk) => target.get(pk, rk),
      list: (pk, range) => target.list(pk, range),
      listPartitions: () => target.listPartitions(),
      commit,
      close: () => target.close(),
    };
  }

  it("counts what it has written, in commits that fit", async () => {
    const sizes: number[] = [];
    const watched = spoil(async (pk, ops) => {
      sizes.push(ops.length);
      await target.commit(pk, ops);
    });

    const outcome = await copyStore(source, watched);

    const partitions = [{ pk: "p", rows: ROWS, written: ROWS }];
    assert.deepEqual(outcome, { kind: "copied", partitions });
    assert.deepEqual(sizes, [90, 90, 70]);
  });

  it("finds out that a row did not arrive", async () => {
    const lossy = spoil((pk, ops) => target.commit(pk, ops.slice(1)));

    assert.deepEqual(await copyStore(source, lossy), { kind: "unequal", pk: "p" });
  });

  it("finds out that a value has changed on its way", async () => {
    const bent = spoil((pk, ops) =>
      target.commit(
        pk,
        ops.map((op): Op => (op.rk === "r7" ? { op: "insert", rk: "r7", value: { n: 8 } } : op)),
      ),
    );

    assert.deepEqual(await copyStore(source, bent), { kind: "unequal", pk: "p" });
  });

  it("finds out who wrote to another partition meanwhile", async () => {
    const shared = spoil(async (pk, ops) => {
      await target.commit("other", [{ op: "put", rk: "x", value: {} }]);
      await target.commit(pk, ops);
    });

    assert.deepEqual(await copyStore(source, shared), { kind: "foreign", pk: "other", rk: "x" });
  });
});
