import assert from "node:assert/strict";
import { nextLook, nextTry } from "../../../src/core/drift/index.ts";

const HOUR = 60 * 60_000;
const START = Date.UTC(2026, 10, 2, 9);

describe("nextLook", () => {
  it("gives the same place in each round", () => {
    const first = nextLook("tenant app", 24, START);
    const second = nextLook("tenant app", 24, first);

    assert.equal(second - first, 24 * HOUR);
  });

  it("is later than now and at most a round later", () => {
    for (let index = 0; index < 1000; index++) {
      const at = nextLook(`app ${index}`, 6, START + index * 997);
      const wait = at - (START + index * 997);
      assert.ok(wait > 0 && wait <= 6 * HOUR, `${index}: ${wait}`);
    }
  });

  it("spreads apps evenly over the round", () => {
    const tenant = "72f988bf-0000-4000-8000-2d7cd011db47";
    const ids = Array.from({ length: 24_000 }, (_, index) => index.toString(16).padStart(12, "0"));

    const perHour = new Array<number>(24).fill(0);
    for (const id of ids) {
      const at = nextLook(`${tenant} 11111111-2222-4333-8444-${id}`, 24, START);
      const hour = Math.floor((at - START) / HOUR) % 24;
      perHour[hour] = (perHour[hour] ?? 0) + 1;
    }

    const [least, most] = [Math.min(...perHour), Math.max(...perHour)];
    assert.ok(least > 800 && most < 1200, `1000 an hour wanted, got ${least} to ${most}`);
  });
});

describe("nextTry", () => {
  it("waits longer each time, and six hours at most", () => {
    const waits = [1, 2, 3, 7, 8, 40].map((tries) => nextTry(tries, 0) / 60_000);

    assert.deepEqual(waits, [5, 10, 20, 320, 360, 360]);
  });
});
