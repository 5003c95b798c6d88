import assert from "node:assert/strict";
import type { Outcome } from "../../src/tab/failure.ts";
import { createLoad, type LoadState } from "../../src/tab/load.ts";

/** Something to be asked for whose answers are let go by hand. */
function makeLoad(slowAfter = 60_000) {
  const states: LoadState<string>[] = [];
  const waiting: ((outcome: Outcome<string>) => void)[] = [];
  let told: () => void = () => {};
  const load = createLoad<string>({
    ask: () => new Promise((resolve) => waiting.push(resolve)),
    changed: (state) => {
      states.push(state);
      told();
    },
    slowAfter,
  });
  const untilTold = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  return { load, states, waiting, untilTold };
}

const ready: Outcome<string> = { kind: "ok", value: "here" };
const failed: Outcome<string> = { kind: "failed", failure: { code: "busy" } };

describe("createLoad", () => {
  it("asks nothing before it is started", () => {
    const { load, waiting } = makeLoad();

    assert.deepEqual([load.state, waiting.length], [{ kind: "idle" }, 0]);
  });

  it("goes from waiting to what has come", async () => {
    const { load, states, waiting } = makeLoad();

    const started = load.start();
    waiting[0]?.(ready);
    await started;

    assert.deepEqual(states, [
      { kind: "loading", isSlow: false },
      { kind: "ready", value: "here" },
    ]);
  });

  it("says when it takes long", async () => {
    const { load, states, waiting, untilTold } = makeLoad(1);

    const started = load.start();
    await untilTold();
    waiting[0]?.(failed);
    await started;

    assert.deepEqual(states, [
      { kind: "loading", isSlow: false },
      { kind: "loading", isSlow: true },
      { kind: "failed", failure: { code: "busy" } },
    ]);
  });

  it("asks once while it waits", async () => {
    const { load, waiting } = makeLoad();

    const started = load.start();
    await load.start();
    waiting[0]?.(ready);
    await started;
    await load.want();

    assert.equal(waiting.length, 1);
  });

  it("asks again after a failure", async () => {
    const { load, waiting } = makeLoad();

    const first = load.start();
    waiting[0]?.(failed);
    await first;
    const second = load.start();
    waiting[1]?.(ready);
    await second;

    assert.deepEqual(load.state, { kind: "ready", value: "here" });
  });
});
