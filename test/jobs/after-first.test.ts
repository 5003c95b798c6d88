import assert from "node:assert/strict";
import { afterFirst } from "../../src/jobs/index.ts";

describe("afterFirst", () => {
  let runs: string[] = [];
  beforeEach(() => {
    runs = [];
  });

  const note = (name: string) => async () => runs.push(name);

  it("does once what comes first", async () => {
    const run = afterFirst(note("first"), note("work"));

    await run();
    await run();

    assert.deepEqual(runs, ["first", "work", "work"]);
  });

  it("tries it again where it failed, and works all the same", async () => {
    const faults = [new Error("once")];
    const first = async () => {
      const fault = faults.pop();
      if (fault) throw fault;
      runs.push("first");
    };
    const run = afterFirst(first, note("work"));

    await assert.rejects(run(), /once/);
    await run();

    assert.deepEqual(runs, ["work", "first", "work"]);
  });
});
