import assert from "node:assert/strict";
import { toEntity, toRow } from "../../src/store/tables-entity.ts";

describe("toEntity", () => {
  for (const length of [2, 29_999, 30_000, 30_001, 60_000, 90_001])
    for (const filler of ["x", "🎉"])
      it(`cuts ${length} of ${filler} into parts that stand alone`, () => {
        const text = JSON.stringify(filler.repeat(length));

        const { partitionKey, rowKey, ...parts } = toEntity("p", "r", text);

        const values = Object.values(parts) as string[];
        assert.deepEqual([partitionKey, rowKey], ["p", "r"]);
        assert.ok(values.every((part) => part.length <= 30_000 && part.isWellFormed()));
        const entity = { partitionKey, rowKey, ...parts, etag: "e" };
        assert.deepEqual(toRow(entity).value, filler.repeat(length));
      });

  it("refuses a row that somebody else has written", () => {
    const entity = { partitionKey: "p", rowKey: "r", v0: "{", etag: "e" };

    assert.throws(() => toRow(entity), { code: "ERR_STORE_FAILED" });
    assert.throws(() => toRow({ ...entity, v0: 7 }), { code: "ERR_STORE_FAILED" });
  });
});
