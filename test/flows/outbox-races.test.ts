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
import { newTable, toConnection } from "../support/azurite.ts";
import { createFakeClock, createFakeIds, createFakeLog } from "../support/fakes.ts";
import { startTableProxy, type TableProxy } from "../support/table-proxy.ts";

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
  let proxy: TableProxy;
  const opened: Store[] = [];
  const clock = createFakeClock();
  const ids = createFakeIds();
  let sent: { readonly lane: string; readonly number: number }[];
  before(async () => {
    proxy = await startTableProxy();
  });
  beforeEach(() => {
    sent = [];
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  after(() => proxy.stop());

  /** One process holds the file: its workers share the store. */
  const openFile = async (workers: number) => {
    store = await openStore({ file: ":memory:" });
    opened.push(store);
    return Array.from({ length: workers }, () => store);
  };
  /** Each worker has its own way to the table, as replicas have. */
  const openTable = async (workers: number, rule: TableProxy["rule"]) => {
    proxy.rule = () => "pass";
    const connection = await toConnection(proxy.port);
    const access = { kind: "connection", connection } as const;
    const tables = { access, name: newTable(), log: createFakeLog() };
    for (let worker = 0; worker < workers; worker++) opened.push(await openStore({ tables }));
    [store] = opened as [Store];
    return {
      stores: [...opened],
      begin: () => {
        proxy.rule = rule;
      },
    };
  };

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

  const everyFourth: TableProxy["rule"] = ({ isBatch, number }) =>
    isBatch && number % 4 === 0 ? "lose-answer" : "pass";
  const ARENAS: Record<string, (workers: number) => Promise<Arena>> = {
    "one file": async (workers) => ({ stores: await openFile(workers), begin: () => undefined }),
    "a file whose answers get lost": async (workers) => ({
      stores: (await openFile(workers)).map(loseAnswers),
      begin: () => undefined,
    }),
    "one table": (workers) => openTable(workers, () => "pass"),
    "a table whose answers get lost": (workers) => openTable(workers, everyFourth),
  };
  for (const [name, openArena] of Object.entries(ARENAS))
    for (const [workers, isPing] of [
      [2, false],
      [3, false],
      [3, true],
    ] as const)
      it(`${workers} workers send each ${isPing ? "ping" : "card"} once: ${name}`, async () => {
        const { stores, begin } = await openArena(workers);
        await write(isPing);
        begin();

        await runAll(stores.map(open));

        const cards = await store.list(TENANT, { from: "card|", to: "card|~" });
        assert.deepEqual([sent.length, cards.length], [LETTERS, LETTERS]);
        for (const lane of LANES)
          assert.deepEqual(
            numbersOf(lane),
            numbersOf(lane).toSorted((one, other) => one - other),
          );
      });
});

interface Arena {
  readonly stores: readonly Store[];
  /** From now on answers get lost, where they do. */
  begin(): void;
}
