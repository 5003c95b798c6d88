import assert from "node:assert/strict";
import { mock } from "node:test";
import { AppError } from "../../src/core/errors.ts";
import { startJob } from "../../src/jobs/index.ts";
import { createFakeLog } from "../support/fakes.ts";

const EVERY = 1000;

describe("startJob", () => {
  let log = createFakeLog();
  let runs: PromiseWithResolvers<void>[] = [];
  beforeEach(() => {
    log = createFakeLog();
    runs = [];
    mock.timers.enable({ apis: ["setTimeout"] });
  });
  afterEach(() => mock.timers.reset());

  /** Each run ends when its promise in `runs` is settled. */
  const run = () => {
    const ending = Promise.withResolvers<void>();
    runs.push(ending);
    return ending.promise;
  };
  const start = (own: () => Promise<unknown> = run) =>
    startJob({ name: "sweep", everyMs: EVERY, log, run: own });
  /** Lets everything that is settled go on. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it("runs at once", () => {
    start();

    assert.equal(runs.length, 1);
  });

  it("runs again after the pause, counted from the end", async () => {
    start();
    mock.timers.tick(EVERY - 1);
    runs[0]?.resolve();
    await settle();

    const counts = [EVERY - 1, 1].map((milliseconds) => {
      mock.timers.tick(milliseconds);
      return runs.length;
    });

    assert.deepEqual(counts, [1, 2]);
  });

  it("never runs twice at once", async () => {
    start();

    mock.timers.tick(10 * EVERY);
    await settle();

    assert.equal(runs.length, 1);
  });

  it("goes on after a fault and logs what it was", async () => {
    start();

    runs[0]?.reject(new AppError("ERR_STORE_FAILED", "The disk is full."));
    await settle();
    mock.timers.tick(EVERY);

    assert.equal(runs.length, 2);
    const [line] = log.find("a job failed");
    const { at, ...fields } = line?.fields ?? {};
    assert.deepEqual(fields, {
      name: "sweep",
      error: "AppError",
      code: "ERR_STORE_FAILED",
      detail: "The disk is full.",
    });
    assert.match(String(at), /^at .*job\.test\.ts/);
  });

  it("goes on after a run that throws before it starts", async () => {
    let count = 0;
    start(() => {
      count++;
      throw new TypeError("not a function");
    });

    await settle();
    mock.timers.tick(EVERY);

    assert.equal(count, 2);
  });

  it("waits for the run that is going on, and starts no other", async () => {
    const job = start();
    let isStopped = false;
    const stopped = job.stop().then(() => {
      isStopped = true;
    });

    await settle();
    const isEarly = isStopped;
    runs[0]?.resolve();
    await stopped;
    mock.timers.tick(10 * EVERY);

    assert.deepEqual([isEarly, isStopped, runs.length], [false, true, 1]);
  });

  it("starts no run after a stop in the pause", async () => {
    const job = start();
    runs[0]?.resolve();
    await settle();

    await job.stop();
    mock.timers.tick(10 * EVERY);

    assert.equal(runs.length, 1);
  });
});
