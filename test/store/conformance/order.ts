import assert from "node:assert/strict";
import type { Row } from "../../../src/ports/index.ts";
import { type Bench, insert } from "./bench.ts";

export function describeOrder(bench: Bench): void {
  const { readValues } = bench;
  const ordered = "- . 0 1 10 2 : = A B Z _ a a- a-b a. aA aZ a_ aa ab a| a|- a|b b z |".split(" ");

  it("lists keys in ordinal order", async () => {
    await bench.store.commit(
      bench.pk,
      ordered.toReversed().map((rk) => insert(rk)),
    );

    assert.deepEqual(keysOf(await bench.store.list(bench.pk)), ordered);
  });

  const ranges: Record<string, [range: object, keys: string]> = {
    "from included": [{ from: "ab" }, "ab a| a|- a|b b z |"],
    "to excluded": [{ to: "1" }, "- . 0"],
    "both ends": [{ from: "A", to: "a" }, "A B Z _"],
    "a prefix": [{ from: "a|", to: "a|~" }, "a| a|- a|b"],
    "a key that is not there": [{ from: "aaa", to: "az" }, "ab"],
    "a limit": [{ from: "a", limit: 2 }, "a a-"],
    "a limit above": [{ from: "z", limit: 5000 }, "z |"],
    "ends the wrong way round": [{ from: "b", to: "a" }, ""],
    "ends that meet": [{ from: "b", to: "b" }, ""],
    "nothing but ~": [{ from: "~" }, ""],
  };
  for (const [name, [range, keys]] of Object.entries(ranges))
    it(`lists a range: ${name}`, async () => {
      await bench.store.commit(
        bench.pk,
        ordered.map((rk) => insert(rk)),
      );

      assert.equal(keysOf(await bench.store.list(bench.pk, range)).join(" "), keys);
    });

  it("lists 1000 rows without a limit, more with one", async () => {
    for (let batch = 0; batch < 11; batch++)
      await bench.store.commit(
        bench.pk,
        Array.from({ length: 100 }, (_, index) => insert(`r${batch}|${index}`)),
      );

    assert.equal((await bench.store.list(bench.pk)).length, 1000);
    assert.equal((await bench.store.list(bench.pk, { limit: 1050 })).length, 1050);
  });

  it("tells keys that differ in case only apart", async () => {
    await bench.store.commit(bench.pk, [insert("Key", { x: 1 }), insert("key", { x: 2 })]);

    assert.deepEqual(await readValues(), { Key: { x: 1 }, key: { x: 2 } });
  });
}

function keysOf(rows: readonly Row[]): string[] {
  return rows.map(({ rk }) => rk);
}
