import assert from "node:assert/strict";
import { withAgenda } from "../../../src/flows/agenda/index.ts";
import { createLetters } from "../../../src/flows/outbox/index.ts";
import type { Op, Store } from "../../../src/ports/index.ts";
import { openStore } from "../../../src/store/index.ts";
import { type CountingStore, createCountingStore } from "../../support/counting-store.ts";
import { createFakeClock, createFakeIds, createFakeLog } from "../../support/fakes.ts";

const TENANT = "5f3c7a52-0000-4000-8000-000000000001";
const PARTITIONS = [..."0123456789abcdef"].map((shard) => `agenda-${shard}`);
const MINUTE = 60_000;

describe("withAgenda", () => {
  let store: CountingStore;
  let clock = createFakeClock();
  let log = createFakeLog();
  beforeEach(async () => {
    store = createCountingStore(await openStore({ file: ":memory:" }));
    clock = createFakeClock();
    log = createFakeLog();
  });
  afterEach(() => store.close());

  const create = (inner: Store = store) => withAgenda(inner, { clock, log });
  const due = (milliseconds: number, id = "1"): Op => ({
    op: "put",
    rk: `due|${new Date(clock.now() + milliseconds).toISOString()}|note|${id}`,
    value: { id },
  });
  const listNotes = async () => {
    const rows = await Promise.all(PARTITIONS.map((pk) => store.list(pk)));
    return rows.flat().map(({ rk }) => rk);
  };
  const noteAt = (milliseconds: number) =>
    `note|${new Date(clock.now() + milliseconds).toISOString()}|${TENANT}`;

  const letter = { topic: "note", about: {}, lane: "a", isPing: false };
  const letterOp = () => createLetters({ clock, ids: createFakeIds() }).toOp(letter);
  const CASES: readonly [name: string, op: () => Op, notes: () => string[]][] = [
    ["a due row by its minute", () => due(90_000), () => [noteAt(2 * MINUTE)]],
    ["what is due now by the next minute", () => due(-MINUTE), () => [noteAt(MINUTE)]],
    ["a letter", letterOp, () => [noteAt(MINUTE)]],
    ["nothing of other rows", () => ({ op: "put", rk: "consent|1", value: {} }), () => []],
  ];
  for (const [name, op, notes] of CASES)
    it(`notes ${name}`, async () => {
      await create().store.commit(TENANT, [op()]);

      assert.deepEqual(await listNotes(), notes());
    });

  it("notes nothing for what is deleted", async () => {
    await store.commit(TENANT, [due(MINUTE)]);

    await create().store.commit(TENANT, [{ op: "delete", rk: due(MINUTE).rk }]);

    assert.deepEqual(await listNotes(), []);
  });

  it("notes no time that is over before the commit may be", async () => {
    clock.advance(MINUTE - 5_000);

    await create().store.commit(TENANT, [due(0)]);

    assert.deepEqual(await listNotes(), [noteAt(MINUTE + 5_000)]);
  });

  it("writes a note once a minute", async () => {
    const agenda = create();
    await agenda.store.commit(TENANT, [due(0, "1")]);
    await agenda.store.commit(TENANT, [due(1_000, "2"), due(2_000, "3")]);

    const { commit } = store.counts;

    assert.equal(commit, 3);
  });

  it("lets a commit pass whose note cannot be written", async () => {
    const commit: Store["commit"] = async (pk, ops) => {
      if (pk !== TENANT) throw new Error("busy");
      return store.commit(pk, ops);
    };
    const agenda = create({ ...store, commit });

    await agenda.store.commit(TENANT, [due(0)]);

    assert.ok(await store.get(TENANT, due(0).rk));
    assert.equal(log.find("a note was not written").length, 1);
  });

  it("leaves a note for nothing where the commit fails", async () => {
    const agenda = create();
    const failing = agenda.store.commit(TENANT, [due(0), { op: "delete", rk: "consent|missing" }]);

    await assert.rejects(failing, { code: "ERR_STORE_CONFLICT" });
    assert.equal((await listNotes()).length, 1);
  });

  it("tells what is due within the minute to who listens", async () => {
    const heard: number[] = [];
    const agenda = create();
    agenda.hear((_tenant, at) => heard.push(at - clock.now()));

    await agenda.store.commit(TENANT, [due(10_000, "1"), due(5_000, "2")]);
    await agenda.store.commit(TENANT, [due(2 * MINUTE)]);

    assert.deepEqual(heard, [5_000]);
  });
});
