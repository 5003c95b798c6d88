import assert from "node:assert/strict";
import { type Bench, FAILED, insert, put } from "./bench.ts";

export function describeRefusals(bench: Bench): void {
  const keys = ["", "a/b", "a\\b", "a#b", "a?b", "a b", "a~", "ü", "a\n", "a%", "a".repeat(401)];
  for (const key of keys)
    it(`refuses the key ${JSON.stringify(key.slice(0, 6))}`, async () => {
      await assert.rejects(bench.store.commit(bench.pk, [insert("fine"), put(key)]), FAILED);
      await assert.rejects(bench.store.commit(key, [put("a")]), FAILED);
      await assert.rejects(bench.store.get(bench.pk, key), FAILED);
      await assert.rejects(bench.store.list(key), FAILED);
      assert.deepEqual(await bench.store.list(bench.pk), []);
    });

  it("takes a key of 400 characters", async () => {
    await bench.store.commit("p".repeat(400), [put("k".repeat(400))]);

    assert.ok(await bench.store.get("p".repeat(400), "k".repeat(400)));
  });

  const ranges = [{ from: "ü" }, { to: "a b" }, { limit: 0 }, { limit: -1 }, { limit: 1.5 }];
  for (const range of [...ranges, { limit: Number.NaN }])
    it(`refuses the range ${JSON.stringify(range)}`, async () => {
      await assert.rejects(bench.store.list(bench.pk, range), FAILED);
    });

  it("takes 100 changes, and neither 101 nor none", async () => {
    const ops = Array.from({ length: 101 }, (_, index) => insert(`r${index}`));

    await assert.rejects(bench.store.commit(bench.pk, ops), FAILED);
    await assert.rejects(bench.store.commit(bench.pk, []), FAILED);
    assert.deepEqual(await bench.store.list(bench.pk), []);
    await bench.store.commit(bench.pk, ops.slice(1));
    assert.equal((await bench.store.list(bench.pk)).length, 100);
  });

  it("refuses a row that is named twice", async () => {
    await assert.rejects(bench.store.commit(bench.pk, [put("a"), put("b"), put("a")]), FAILED);
    assert.deepEqual(await bench.store.list(bench.pk), []);
  });

  it("refuses a row above 1 MiB", async () => {
    const large = { text: "x".repeat(524_288) };

    await assert.rejects(bench.store.commit(bench.pk, [insert("a", large)]), FAILED);
    assert.equal(await bench.store.get(bench.pk, "a"), undefined);
  });

  it("refuses a commit above 4 MiB", async () => {
    const ops = Array.from({ length: 9 }, (_, index) =>
      insert(`r${index}`, { text: "x".repeat(500_000) }),
    );

    await assert.rejects(bench.store.commit(bench.pk, ops), FAILED);
    assert.deepEqual(await bench.store.list(bench.pk), []);
    await bench.store.commit(bench.pk, ops.slice(1));
    assert.equal((await bench.store.list(bench.pk)).length, 8);
  });

  it("refuses a value that is no JSON", async () => {
    const circle: { self?: object } = {};
    circle.self = circle;

    for (const value of [circle, { n: 1n }, () => 1])
      await assert.rejects(bench.store.commit(bench.pk, [insert("a", value)]), FAILED);
    assert.deepEqual(await bench.store.list(bench.pk), []);
  });
}
