import assert from "node:assert/strict";
import { type AgendaStage, createAgendaStage } from "../../support/agenda-stage.ts";

const MINUTE = 60_000;
const TENANTS = Array.from(
  { length: 1000 },
  (_, index) => `5f3c7a52-0000-4000-8000-${String(index).padStart(12, "0")}`,
);
const [ONE = "", TWO = ""] = TENANTS;
const never = () => new Promise<void>(() => {});

describe("createRounds", () => {
  let stage: AgendaStage;
  beforeEach(async () => {
    stage = await createAgendaStage();
  });
  afterEach(() => stage.store.close());

  it("visits the three of a thousand tenants that are due", async () => {
    const process = stage.start();
    for (const [index, tenantId] of TENANTS.entries())
      await process.put(tenantId, stage.clock.now() + (index % 400 === 0 ? 5 : 600) * MINUTE);
    await stage.time.pass(6 * MINUTE);
    stage.store.reset();

    await stage.round(process);

    assert.deepEqual(stage.met.toSorted(), [TENANTS[0], TENANTS[400], TENANTS[800]]);
    // One list a shard and one a tenant; a lease, a row and a note for each at most.
    const { get, list, commit } = stage.store.counts;
    assert.ok(get === 0 && list === 16 + 3 && commit <= 9, JSON.stringify(stage.store.counts));
  });

  it("asks once a shard when nothing is due", async () => {
    const process = stage.start();
    await process.put(ONE, stage.clock.now() + 60 * MINUTE);
    stage.store.reset();

    await stage.round(process);

    assert.deepEqual(stage.store.counts, { get: 0, list: 16, commit: 0 });
  });

  it("visits at once what this process has written", async () => {
    const process = stage.start();

    await process.put(ONE, stage.clock.now());
    await stage.time.until(process.rounds.idle());

    assert.deepEqual(stage.met, [ONE]);
  });

  it("visits once for many commits of one tenant", async () => {
    const process = stage.start();
    stage.store.reset();

    await Promise.all(Array.from({ length: 20 }, () => process.put(ONE, stage.clock.now())));
    await stage.time.until(process.rounds.idle());

    assert.deepEqual([stage.met, stage.store.counts.list <= 2], [[ONE], true]);
  });

  it("visits within the minute at its time", async () => {
    const process = stage.start();
    await process.put(ONE, stage.clock.now() + 30_000);

    await stage.time.pass(29_000);
    const early = stage.met.length;
    await stage.time.pass(2_000);

    assert.deepEqual([early, stage.met], [0, [ONE]]);
  });

  it("takes up what a process wrote that ended", async () => {
    const ended = stage.start(never);
    await ended.put(ONE, stage.clock.now());
    const process = stage.start();
    await stage.time.pass(2 * MINUTE);

    await stage.round(process);

    assert.deepEqual(stage.met, [ONE]);
  });

  it("notes what a process left that stopped amid its letters", async () => {
    const stopping = Promise.withResolvers<void>();
    const process = stage.start(undefined, {
      run: () => stopping.promise,
      nextAt: () => undefined,
    });
    await process.put(ONE, stage.clock.now() + 2 * MINUTE);
    await stage.time.pass(2 * MINUTE);
    void process.rounds.run();
    await stage.time.pass(1_000);

    const stopped = process.rounds.stop();
    stopping.resolve();
    await stage.time.until(stopped);

    const shards = [..."0123456789abcdef"].map((shard) => stage.keysOf(`agenda-${shard}`, "note|"));
    const notes = (await Promise.all(shards)).flat();
    assert.ok(
      notes.some((rk) => rk.endsWith(`|${ONE}`)),
      notes.join(),
    );
  });

  it("leaves a shard alone that another replica has", async () => {
    const slow = stage.start(never);
    const process = stage.start();
    await slow.put(ONE, stage.clock.now() + 2 * MINUTE);
    await stage.time.pass(2 * MINUTE);
    void slow.rounds.run();
    await stage.time.pass(1_000);

    await stage.round(process);

    assert.deepEqual(stage.met, []);
  });

  it("takes over after a minute what a replica left", async () => {
    const slow = stage.start(never);
    const process = stage.start();
    await slow.put(ONE, stage.clock.now() + 2 * MINUTE);
    await stage.time.pass(2 * MINUTE);
    void slow.rounds.run();
    await stage.time.pass(MINUTE + 1);

    await stage.round(process);

    assert.deepEqual(stage.met, [ONE]);
  });

  it("does not wait for the lease of a clock that was ahead", async () => {
    const ahead = stage.start(never);
    await ahead.put(ONE, stage.clock.now() + 2 * MINUTE);
    await stage.time.pass(1.9 * MINUTE);
    stage.shift(600 * MINUTE);
    void ahead.rounds.run();
    await stage.time.pass(1);
    stage.shift(-600 * MINUTE);
    const process = stage.start();
    await stage.time.pass(10_000);

    await stage.round(process);

    assert.deepEqual(stage.met, [ONE]);
  });

  it("lets no tenant that hangs hold the others", async () => {
    const process = stage.start(async (tenantId, row) => {
      if (tenantId === ONE) await never();
      await stage.store.commit(tenantId, [{ op: "delete", rk: row.rk }]);
    });
    await process.put(ONE, stage.clock.now() + 2 * MINUTE);
    await process.put(TWO, stage.clock.now() + 2 * MINUTE);
    await stage.time.pass(2 * MINUTE);
    await stage.round(process);
    const left = await stage.keysOf(TWO, "due|");
    await process.put(TWO, stage.clock.now() + 2 * MINUTE);
    await stage.time.pass(4 * MINUTE);

    await stage.round(process);

    assert.deepEqual([left, await stage.keysOf(TWO, "due|")], [[], []]);
    assert.equal(stage.log.find("a visit takes too long").length, 1);
  });

  it("visits again what broke, a minute later", async () => {
    let isBroken = true;
    const seen: number[] = [];
    const process = stage.start(async (tenantId, row) => {
      seen.push(stage.clock.now());
      if (isBroken) throw new Error("busy");
      await stage.store.commit(tenantId, [{ op: "delete", rk: row.rk }]);
    });
    await process.put(ONE, stage.clock.now());
    await stage.time.until(process.rounds.idle());
    isBroken = false;
    for (let round = 0; round < 12; round++) {
      await stage.time.pass(15_000);
      await stage.round(process);
    }

    const [first = 0, second = 0, ...more] = seen;

    assert.deepEqual(more, []);
    assert.ok(second - first >= MINUTE && second - first <= 2.5 * MINUTE);
    assert.deepEqual(await stage.keysOf(ONE, "due|"), []);
  });

  it("comes back when a letter that was left may go", async () => {
    const runs: number[] = [];
    const at = stage.clock.now() + 10 * MINUTE;
    const process = stage.start(undefined, {
      run: async () => runs.push(stage.clock.now()),
      nextAt: () => (runs.length === 1 ? at : undefined),
    });
    await process.put(ONE, stage.clock.now());
    await stage.time.until(process.rounds.idle());
    const early = runs.length;
    for (let round = 0; round < 48; round++) {
      await stage.time.pass(15_000);
      await stage.round(process);
    }

    const later = runs.filter((time) => time >= at);

    assert.equal(early, 1);
    assert.equal(later.length, 1);
    assert.ok((later[0] ?? 0) <= at + 1.5 * MINUTE);
  });

  it("sends letters of due rows in the same look", async () => {
    const runs: number[] = [];
    const process = stage.start(
      async (tenantId, { rk }) => {
        await process.agenda.store.commit(tenantId, [
          { op: "delete", rk },
          { op: "insert", rk: `outbox|${new Date(stage.clock.now()).toISOString()}|1`, value: {} },
        ]);
      },
      { run: async () => runs.push(1), nextAt: () => undefined },
    );

    await process.put(ONE, stage.clock.now());
    await stage.time.until(process.rounds.idle());

    assert.equal(runs.length, 1);
  });

  it("lets no row that breaks keep the others waiting", async () => {
    const process = stage.start(async (tenantId, { rk }) => {
      if (rk.endsWith("of-bad")) throw new Error("bad");
      await stage.store.commit(tenantId, [{ op: "delete", rk }]);
    });
    const row = (id: string) => ({
      op: "put" as const,
      rk: `due|2026-11-02T08:00:00.000Z|${id}`,
      value: { id },
    });

    const rows = ["note|of-bad", "note|of-good", "later|of-other"].map(row);
    await process.agenda.store.commit(ONE, rows);
    await stage.time.until(process.rounds.idle());

    const left = (await stage.keysOf(ONE, "due|")).map((rk) => rk.split("|")[3]);
    assert.deepEqual(left, ["of-other", "of-bad"]);
  });

  it("tells the oldest note that is not done", async () => {
    const process = stage.start(never);
    const at = stage.clock.now() + 2 * MINUTE;
    await process.put(ONE, at);
    const before = process.rounds.state();
    await stage.time.pass(5 * MINUTE);
    await stage.round(process);

    const { lastRoundAt, oldestDueAt } = process.rounds.state();

    assert.deepEqual(before, { lastRoundAt: null, oldestDueAt: null });
    assert.equal(oldestDueAt, at);
    assert.notEqual(lastRoundAt, null);
  });

  it("has read nothing where the store does not answer", async () => {
    const process = stage.start();
    const { list } = stage.store;
    Object.assign(stage.store, {
      list: async () => {
        throw new Error("gone");
      },
    });

    await stage.round(process);

    Object.assign(stage.store, { list });
    assert.equal(process.rounds.state().lastRoundAt, null);
    assert.equal(stage.log.find("a round broke").length, 16);
  });

  it("ends the visit that it is at, and begins no other", async () => {
    const ending = Promise.withResolvers<void>();
    const process = stage.start(async (tenantId, { rk }) => {
      await ending.promise;
      await stage.store.commit(tenantId, [{ op: "delete", rk }]);
    });
    await process.put(ONE, stage.clock.now());
    await stage.time.pass(1);
    const stopping = process.rounds.stop();
    await process.put(TWO, stage.clock.now());

    ending.resolve();
    await stage.time.until(stopping);

    assert.deepEqual(await stage.keysOf(ONE, "due|"), []);
    assert.equal((await stage.keysOf(TWO, "due|")).length, 1);
  });
});
