import assert from "node:assert/strict";
import { createBoundedMap } from "../../src/core/bounded-map.ts";

describe("createBoundedMap", () => {
  const list = (map: ReturnType<typeof createBoundedMap<number>>) =>
    ["a", "b", "c"].map((key) => map.get(key));

  it("forgets what was not asked for longest", () => {
    const map = createBoundedMap<number>(2);
    map.set("a", 1);
    map.set("b", 2);
    map.get("a");
    map.set("c", 3);

    assert.deepEqual(list(map), [1, undefined, 3]);
  });

  it("counts a value that is set again as asked for", () => {
    const map = createBoundedMap<number>(2);
    map.set("a", 1);
    map.set("b", 2);
    map.set("a", 4);
    map.set("c", 3);

    assert.deepEqual(list(map), [4, undefined, 3]);
  });

  it("has room again for what was deleted", () => {
    const map = createBoundedMap<number>(2);
    map.set("a", 1);
    map.set("b", 2);
    map.delete("b");
    map.set("c", 3);

    assert.deepEqual(list(map), [1, undefined, 3]);
  });
});
