import assert from "node:assert/strict";
import { type Bench, insert } from "./bench.ts";

export function describeValues(bench: Bench): void {
  const { read, readValues } = bench;
  const values: Record<string, object> = {
    empty: {},
    list: [1, "two", null, { three: [] }],
    numbers: { small: 1e-7, large: Number.MAX_SAFE_INTEGER, negative: -0.5, zero: 0 },
    unicode: { text: "Zürich 東京 🎉 e\u0301 \u202e\u200b", "schlüssel ключ": true },
    controls: { text: "\u0000\u0001\t\r\n\u2028\u2029\u007f\u0085\ufffe\uffff\ufeff'\"\\;--" },
    multipart: { text: "\r\n--changeset_1--\r\nHTTP/1.1 500 {}\r\nIf-Match: *" },
    "half-pair": { text: "\ud83c" },
    sql: { text: "'); DROP TABLE rows; --" },
  };
  for (const [name, value] of Object.entries(values))
    it(`gives back what it was given: ${name}`, async () => {
      await bench.store.commit(bench.pk, [insert("a", value)]);

      assert.deepEqual((await read("a")).value, value);
    });

  // Engines that cut a long text into parts may not cut between the halves of a character.
  for (const offset of [0, 1, 2])
    it(`keeps characters of two halves at offset ${offset}`, async () => {
      const value = { text: "x".repeat(offset) + "🎉".repeat(40_000) };

      await bench.store.commit(bench.pk, [insert("a", value)]);

      assert.deepEqual((await read("a")).value, value);
    });

  it("keeps a value that is nearly as large as a row", async () => {
    const value = { text: "ü".repeat(521_000) };

    await bench.store.commit(bench.pk, [insert("a", value)]);

    assert.deepEqual((await read("a")).value, value);
  });

  it("is not changed by what happens to a value later", async () => {
    const value = { x: 1 };
    await bench.store.commit(bench.pk, [insert("a", value)]);

    value.x = 2;
    Object.assign((await read("a")).value as object, { x: 3 });

    assert.deepEqual(await readValues(), { a: { x: 1 } });
  });
}
