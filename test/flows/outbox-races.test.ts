import assert from "node:assert/strict";
import { AppError } from "../../src/core/errors.ts";
import {
  createLetters,
  createOutbox,
  type Deliverer,
  type Outbox,
} from "../../src/flows/outbox/index.ts";
import type { Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore } from "../../src/store/index.ts";
import { createFakeClock, createFakeIds, createFakeLog } from "../support/fakes.ts";

const TENANT = "5f3c7a52-0000-4000-8000-000000000001";
const LANES = ["a", "b", "c", "d", "e", "f"];
const LETTERS = 120;

/** Applies every fourth commit and tells that somebody else was first, as a lost answer does. */
function loseAnswers(store: Store): Store {
  let commits = 0;
  return {
    get: (pk, rk) => store.get(pk, rk),
    list: (pk, range) => store.list(pk, range),
    commit: async (pk, ops) => {
      await store.commit(pk, ops);
      if (++commits % 4 === 0) throw new AppError("ERR_STORE_CONFLICT", "The answer was lost.");
    },
    close: () => store.close(),
  };
}

describe("several outboxes on one store", () => {
  let store: Store;
  const clock = createFakeClock();
  const ids = createFakeIds();
  let sent: { readonly lane: string; readonly number: number }[];
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    sent = [];
  });
  afterEach(() => store.close());

  /** A service that refuses every thirteenth call, and takes its time for the others. */
  let calls = 0;
  const deliver: Deliverer = async (_tenant, { lane, number }) => {
    if (++calls % 13 === 0) return { kind: "later", why: "busy", seconds: 2 };
    await new Promise((resolve) => setImmediate(resolve));
    sent.push({ lane: String(lane), number: Number(number) });
    const card = { op: "put", rk: `card|${lane}-${number}`, value: { lane } } as const;
    return { kind: "sent", effects: async () => [card] };
  };
  const open = (own: Store): Outbox => {
    const ledger = createLedger({ store: own, key: createAuditKey(["k".repeat(32)]), clock, ids });
    const sleep = () => new Promise<void>(() => {});
    const letters = createLetters({ clock, ids });
    const log = createFakeLog();
    const more = { ledger, clock, ids, log, sleep, letters };
    return createOutbox({ store: own, ...more, deliverers: { note: deliver } });
  };
  const write = async (isPing: boolean) => {
    const { toOp } = open(store);
    for (let number = 0; number < LETTERS; number++) {
      const lane = LANES[number % LANES.length] ?? "";
      const about = { lane, number };
      await store.commit(TENANT, [toOp({ topic: "note", about, lane, isPing })]);
    }
  };
  /** All of them at once, until nothing is left. */
  const runAll = async (workers: readonly Outbox[]) => {
    for (let round = 0; round < 200; round++) {
      await Promise.all(workers.map((worker) => worker.run(TENANT)));
      if ((await workers[0]?.count(TENANT))?.waiting === 0) return;
      clock.advance(5_000);
    }
  };
  const numbersOf = (lane: string) =>
    sent.filter((one) => one.lane === lane).map(({ number }) => number);

  for (const [workers, isPing, loss] of [
    [2, false, "no"],
    [3, false, "no"],
    [3, true, "no"],
    [3, false, "some"],
    [3, true, "some"],
  ] as const)
    it(`sends each ${isPing ? "ping" : "card"} once: ${workers} workers, ${loss} answers lost`, async () => {
      await write(isPing);
      const engine = loss === "some" ? loseAnswers(store) : store;

      await runAll(Array.from({ length: workers }, () => open(engine)));

      const cards = await store.list(TENANT, { from: "card|", to: "card|~" });
      assert.deepEqual([sent.length, cards.length], [LETTERS, LETTERS]);
      for (const lane of LANES)
        assert.deepEqual(
          numbersOf(lane),
          numbersOf(lane).toSorted((one, other) => one - other),
        );
    });
});
