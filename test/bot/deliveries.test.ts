import assert from "node:assert/strict";
import { createDeliveries } from "../../src/bot/deliveries.ts";
import { toTurn } from "../../src/bot/turn.ts";
import { createOnce } from "../../src/flows/index.ts";
import type { Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { buildActivity, tenantId } from "../support/activities.ts";
import { createFakeClock, createFakeLog, type FakeClock, type FakeLog } from "../support/fakes.ts";

const turnOf = (overrides: object = {}) =>
  toTurn(buildActivity({ ...overrides }) as unknown as Parameters<typeof toTurn>[0]);
const pressOf = (id: string) => turnOf({ id, text: undefined, value: {}, replyToId: "card-1" });

describe("createDeliveries", () => {
  let store: Store;
  let clock: FakeClock;
  let log: FakeLog;
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
    log = createFakeLog();
  });
  afterEach(() => store?.close());

  /** Another process on the same store. */
  const create = (over: Partial<Store> = {}) => {
    const given: Store = {
      get: (pk, rk) => store.get(pk, rk),
      list: (pk, range) => store.list(pk, range),
      commit: (pk, ops) => store.commit(pk, ops),
      close: async () => {},
      ...over,
    };
    return createDeliveries({
      once: createOnce({ store: given, clock }),
      store: given,
      clock,
      log,
    });
  };
  const fail = async () => {
    throw new Error("no answer");
  };

  it("lets a turn through once in ten minutes", async () => {
    const deliveries = create();

    const first = await deliveries.claim(turnOf());
    const second = await deliveries.claim(turnOf());
    clock.advance(10 * 60_000);
    const later = await deliveries.claim(turnOf());

    assert.deepEqual([first, second, later], ["first", "again", "first"]);
  });

  it("tells one replica of a turn whose replica is gone", async () => {
    await create().claim(turnOf());

    clock.advance(13_999);
    const early = await create().claim(turnOf());
    clock.advance(1);
    const late = await Promise.all([create(), create()].map((one) => one.claim(turnOf())));

    assert.equal(early, "again");
    assert.deepEqual(late.toSorted(), ["again", "left"]);
  });

  it("tells nobody of a turn that was answered", async () => {
    const deliveries = create();
    await deliveries.claim(turnOf());
    await deliveries.finish(turnOf());

    clock.advance(60_000);

    assert.equal(await create().claim(turnOf()), "again");
  });

  it("lets one of three replicas handle a turn", async () => {
    const replicas = [create(), create(), create()];

    const said = await Promise.all(replicas.map((one) => one.claim(turnOf())));

    assert.deepEqual(said.toSorted(), ["again", "again", "first"]);
  });

  it("tells turns and verbs of one message apart", async () => {
    const deliveries = create();
    const press = (verb: string) => turnOf({ text: undefined, value: { verb } });

    const said = [
      await deliveries.claim(turnOf({ id: "1" })),
      await deliveries.claim(turnOf({ id: "2" })),
      await deliveries.claim(press("verify")),
      await deliveries.claim(press("share")),
    ];

    assert.deepEqual(new Set(said), new Set(["first"]));
  });

  it("knows a repetition without the store", async () => {
    const deliveries = create({ commit: fail });

    const said = [await deliveries.claim(turnOf()), await deliveries.claim(turnOf())];

    assert.deepEqual(said, ["unknown", "again"]);
    assert.equal(log.find("a delivery was not claimed").length, 1);
  });

  it("writes nothing for searches", async () => {
    const search = { type: "invoke", name: "composeExtension/query", value: {} };

    const said = await create({ commit: fail }).claim(turnOf(search));

    assert.equal(said, "first");
  });

  it("knows the newest press of a card on any replica", async () => {
    const [one, other] = [create(), create()];
    await one.claim(pressOf("1"));
    const alone = await one.isNewestPress(pressOf("1"));
    await other.claim(pressOf("2"));

    const said = [await one.isNewestPress(pressOf("1")), await other.isNewestPress(pressOf("2"))];

    assert.equal(alone, true);
    assert.deepEqual(said, [false, true]);
  });

  it("overwrites no card where it cannot tell", async () => {
    const deliveries = create({ get: fail });
    await deliveries.claim(pressOf("1"));

    assert.equal(await deliveries.isNewestPress(pressOf("1")), false);
  });

  it("lets a name through once for all replicas", async () => {
    const said = [
      await create().claimName(tenantId, "signin/failure question-1"),
      await create().claimName(tenantId, "signin/failure question-1"),
    ];

    assert.deepEqual(said, ["first", "again"]);
  });
});
