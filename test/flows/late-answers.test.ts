import assert from "node:assert/strict";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createLateAnswers, type LateAnswers } from "../../src/flows/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import type { Row, Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { tenantId } from "../support/activities.ts";
import { catalogue } from "../support/catalogue.ts";
import {
  createFakeClock,
  createFakeIds,
  createFakeLog,
  type FakeClock,
  type FakeLog,
} from "../support/fakes.ts";
import { createFakeCourier, type FakeCourier } from "../support/flows.ts";

const MINUTE = 60_000;
const promised = {
  tenantId,
  personId: "p-1",
  conversationId: "19:group@thread.v2",
  activityId: "m-1",
  language: "en",
  correlationId: "c-1",
} as const;

describe("createLateAnswers", () => {
  let store: Store;
  let clock: FakeClock;
  let courier: FakeCourier;
  let log: FakeLog;
  let late: LateAnswers;
  const ids = createFakeIds();
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
    courier = createFakeCourier();
    log = createFakeLog();
    late = create();
  });
  afterEach(() => store?.close());

  /** Another process on the same store. */
  const create = () => {
    const cloud = findCloud("public");
    const publicUrl = "https://bot.example";
    const world = { catalogue, cloud, texts: createTexts, publicUrl, botId: "bot" };
    return createLateAnswers({ world, store, courier, clock, ids, log });
  };
  const rows = () => store.list(tenantId, { from: "due|", to: "due|~" });
  const listDue = () =>
    store.list(tenantId, { from: "due|", to: `due|${new Date(clock.now()).toISOString()}|~` });
  const visit = async (by: LateAnswers = late, due?: readonly Row[]) => {
    for (const row of due ?? (await listDue())) await by.meetDue(tenantId, row);
  };
  const told = () => courier.brought.map(({ view }) => view.summary);

  it("says in its place that an answer broke off", async () => {
    await late.promise(promised);

    clock.advance(2 * MINUTE - 1);
    await visit();
    const early = courier.brought.length;
    clock.advance(1);
    await visit(create());

    const [brought] = courier.brought;
    assert.equal(early, 0);
    assert.equal(brought?.kind, "updated");
    const place = brought?.kind === "updated" ? brought.place : undefined;
    assert.deepEqual([place?.conversationId, place?.activityId], ["19:group@thread.v2", "m-1"]);
    assert.match(JSON.stringify(brought?.view), /c-1/);
    assert.deepEqual(await rows(), []);
  });

  it("says nothing of an answer that was brought", async () => {
    const { bring, end } = await late.promise(promised);
    await bring();
    await end();

    clock.advance(60 * MINUTE);
    await visit();

    assert.deepEqual([told(), await rows()], [[], []]);
  });

  it("says it where the process ends while it brings the answer", async () => {
    const { bring } = await late.promise(promised);
    await bring();

    clock.advance(MINUTE);
    await visit();

    assert.equal(told().length, 1);
  });

  it("says it once, whichever replicas see it", async () => {
    await late.promise(promised);
    clock.advance(2 * MINUTE);
    const due = await listDue();

    await Promise.all([1, 2, 3].map(() => visit(create(), due)));

    assert.equal(told().length, 1);
    assert.deepEqual(await rows(), []);
  });

  it("leaves what is being brought to whoever brings it", async () => {
    const { bring, end } = await late.promise(promised);
    clock.advance(2 * MINUTE);
    const due = await listDue();
    await bring();

    await visit(create(), due);
    await end();

    assert.deepEqual([told(), await rows()], [[], []]);
  });

  it("tells a press in the person's own chat, and once", async () => {
    courier.reach(false);
    await late.promise({ ...promised, activityId: "" });

    clock.advance(2 * MINUTE);
    await visit();
    clock.advance(60 * MINUTE);
    await visit();

    const kinds = courier.brought.map(({ kind }) => kind);
    assert.deepEqual([kinds, await rows()], [["told"], []]);
  });

  it("tries again where it cannot be reached, and gives up", async () => {
    courier.reach(false);
    await late.promise(promised);

    for (let round = 0; round < 10; round += 1) {
      clock.advance(2 * MINUTE);
      await visit();
    }

    assert.equal(told().length, 5);
    assert.deepEqual(await rows(), []);
    assert.equal(log.find("a broken answer was not told").length, 1);
  });

  it("forgets what was promised to a person", async () => {
    await late.promise(promised);
    await late.promise({ ...promised, personId: "p-2" });

    await late.forget({ tenantId, personId: "p-1" });

    assert.deepEqual(
      (await rows()).map(({ value }) => (value as { personId: string }).personId),
      ["p-2"],
    );
  });

  it("keeps no answer back that the store does not note", async () => {
    const { bring, end } = await late.promise(promised);
    await store.close();

    await bring();
    await end();

    assert.equal(log.find("a late answer was not noted").length, 2);
    store = await openStore({ file: ":memory:" });
  });
});
