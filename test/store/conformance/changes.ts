import assert from "node:assert/strict";
import type { Op, Row } from "../../../src/ports/index.ts";
import { type Bench, CONFLICT, insert, put, replace } from "./bench.ts";

export function describeOps(bench: Bench): void {
  const { read, readValues } = bench;
  it("gives nothing for a row that is not there", async () => {
    assert.equal(await bench.store.get(bench.pk, "a"), undefined);
    assert.deepEqual(await bench.store.list(bench.pk), []);
  });

  it("inserts a row once", async () => {
    await bench.store.commit(bench.pk, [insert("a", { x: 1 })]);

    await assert.rejects(bench.store.commit(bench.pk, [insert("a", { x: 2 })]), CONFLICT);
    assert.deepEqual(await readValues(), { a: { x: 1 } });
  });

  it("replaces a row under its etag", async () => {
    await bench.store.commit(bench.pk, [insert("a", { x: 1 })]);

    await bench.store.commit(bench.pk, [replace(await read("a"), { x: 2 })]);

    assert.deepEqual(await readValues(), { a: { x: 2 } });
  });

  it("refuses to replace under an older etag", async () => {
    await bench.store.commit(bench.pk, [insert("a", { x: 1 })]);
    const old = await read("a");
    await bench.store.commit(bench.pk, [replace(old, { x: 2 })]);

    await assert.rejects(bench.store.commit(bench.pk, [replace(old, { x: 3 })]), CONFLICT);
    assert.deepEqual(await readValues(), { a: { x: 2 } });
  });

  it("refuses to replace a row that is not there", async () => {
    await bench.store.commit(bench.pk, [insert("a")]);
    const gone = await read("a");
    await bench.store.commit(bench.pk, [{ op: "delete", rk: "a" }]);

    await assert.rejects(bench.store.commit(bench.pk, [replace(gone, { x: 2 })]), CONFLICT);
    assert.deepEqual(await readValues(), {});
  });

  it("puts a row whether it is there or not", async () => {
    await bench.store.commit(bench.pk, [put("a", { x: 1 })]);
    await bench.store.commit(bench.pk, [put("a", { x: 2 })]);

    assert.deepEqual(await readValues(), { a: { x: 2 } });
  });

  it("deletes a row once", async () => {
    await bench.store.commit(bench.pk, [insert("a"), insert("b")]);

    await bench.store.commit(bench.pk, [{ op: "delete", rk: "a" }]);

    await assert.rejects(bench.store.commit(bench.pk, [{ op: "delete", rk: "a" }]), CONFLICT);
    assert.deepEqual(await readValues(), { b: { of: "b" } });
  });

  it("gives a row a new etag with each write", async () => {
    const etags = new Set<string>();
    await bench.store.commit(bench.pk, [insert("a")]);
    etags.add((await read("a")).etag);
    await bench.store.commit(bench.pk, [replace(await read("a"), { of: "a" })]);
    etags.add((await read("a")).etag);
    await bench.store.commit(bench.pk, [put("a")]);
    etags.add((await read("a")).etag);
    await bench.store.commit(bench.pk, [{ op: "delete", rk: "a" }]);
    await bench.store.commit(bench.pk, [insert("a")]);
    etags.add((await read("a")).etag);

    assert.equal(etags.size, 4);
  });

  it("leaves the etags of other rows alone", async () => {
    await bench.store.commit(bench.pk, [insert("a"), insert("b")]);
    const before = await read("b");

    await bench.store.commit(bench.pk, [put("a")]);

    assert.deepEqual(await read("b"), before);
  });

  it("lists a row as it gets it", async () => {
    await bench.store.commit(bench.pk, [insert("a"), insert("b")]);

    assert.deepEqual(await bench.store.list(bench.pk), [await read("a"), await read("b")]);
  });
}

export function describeAtomicity(bench: Bench): void {
  const { read, readValues } = bench;
  const losers: Record<string, (row: Row) => Op> = {
    "an insert": (row) => insert(row.rk),
    "a replace": (row) => replace({ ...row, etag: `${row.etag}x` }, {}),
    "a delete": () => ({ op: "delete", rk: "nowhere" }),
  };
  for (const [what, lose] of Object.entries(losers))
    it(`keeps nothing of a commit when ${what} loses`, async () => {
      await bench.store.commit(bench.pk, [insert("a"), insert("b"), insert("c")]);
      const before = await bench.store.list(bench.pk);
      const ops: Op[] = [insert("new"), put("b", { x: 9 }), { op: "delete", rk: "c" }];

      await assert.rejects(bench.store.commit(bench.pk, [...ops, lose(await read("a"))]), CONFLICT);

      assert.deepEqual(await bench.store.list(bench.pk), before);
    });

  it("keeps all of a commit", async () => {
    await bench.store.commit(bench.pk, [insert("a"), insert("b"), insert("c")]);
    const a = await read("a");

    await bench.store.commit(bench.pk, [
      insert("new"),
      replace(a, { x: 2 }),
      put("b", { x: 3 }),
      { op: "delete", rk: "c" },
    ]);

    assert.deepEqual(await readValues(), { a: { x: 2 }, b: { x: 3 }, new: { of: "new" } });
  });

  it("keeps partitions apart", async () => {
    const other = `${bench.pk}-other`;
    await bench.store.commit(bench.pk, [insert("a", { x: 1 })]);
    await bench.store.commit(other, [insert("a", { x: 2 })]);

    await bench.store.commit(other, [{ op: "delete", rk: "a" }]);

    assert.deepEqual(await readValues(), { a: { x: 1 } });
    assert.deepEqual(await bench.store.list(other), []);
  });
}

export function describeRaces(bench: Bench): void {
  const { read, readValues } = bench;
  it("lets exactly one of many replaces win", async () => {
    await bench.store.commit(bench.pk, [insert("a", { by: "nobody" })]);
    const row = await read("a");

    const ends = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        bench.store.commit(bench.pk, [replace(row, { by: index })]),
      ),
    );

    const winners = ends.flatMap(({ status }, index) => (status === "fulfilled" ? [index] : []));
    const codes = ends.flatMap((end) => (end.status === "rejected" ? [end.reason.code] : []));
    assert.equal(winners.length, 1);
    assert.deepEqual(new Set(codes), new Set([CONFLICT.code]));
    assert.deepEqual(await readValues(), { a: { by: winners[0] } });
  });

  it("lets exactly one of many inserts win", async () => {
    const ends = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        bench.store.commit(bench.pk, [insert("a", { by: index })]),
      ),
    );

    assert.equal(ends.filter(({ status }) => status === "fulfilled").length, 1);
  });
}
