import assert from "node:assert/strict";
import {
  createLetters,
  createOutbox,
  type Deliverer,
  type Delivery,
  type Letter,
  type Outbox,
} from "../../src/flows/outbox/index.ts";
import type { Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore, readAuditRows } from "../../src/store/index.ts";
import { createFakeClock, createFakeIds, createFakeLog, type FakeLog } from "../support/fakes.ts";

const TENANT = "5f3c7a52-0000-4000-8000-000000000001";
const HOUR = 60 * 60_000;
const OP = { op: "put", rk: "card|1", value: { id: "1" } } as const;

describe("the outbox", () => {
  let store: Store;
  let clock = createFakeClock();
  let ids = createFakeIds();
  let log: FakeLog;
  let sent: string[];
  let answers: (Delivery | Error | Promise<Delivery>)[];
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
    ids = createFakeIds();
    log = createFakeLog();
    sent = [];
    answers = [];
  });
  afterEach(() => store.close());

  const deliver: Deliverer = async (_tenant, { name }) => {
    sent.push(String(name));
    const answer = answers.shift() ?? { kind: "sent" };
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const create = (deliverers: Record<string, Deliverer> = { note: deliver }): Outbox => {
    const ledger = createLedger({ store, key: createAuditKey(["k".repeat(32)]), clock, ids });
    const sleep = () => new Promise<void>(() => {});
    const letters = createLetters({ clock, ids });
    return createOutbox({ store, ledger, clock, ids, log, sleep, letters, deliverers });
  };
  const toLetter = (name: string, more: Partial<Letter> = {}): Letter => ({
    topic: "note",
    about: { name },
    lane: "one",
    isPing: false,
    ...more,
  });
  const write = async (outbox: Outbox, ...letters: readonly Letter[]) =>
    store.commit(
      TENANT,
      letters.map((letter) => outbox.toOp(letter)),
    );
  const keysOf = async (prefix: string) =>
    (await store.list(TENANT, { from: prefix, to: `${prefix}~` })).map(({ rk }) => rk);
  const verbs = async () => {
    const found: string[] = [];
    for await (const { line } of readAuditRows(store, TENANT)) found.push(line?.verb ?? "?");
    return found;
  };

  it("delivers letters in the order they were written", async () => {
    const outbox = create();
    const names = Array.from({ length: 50 }, (_, index) => `n${index}`);
    await write(outbox, ...names.map((name) => toLetter(name)));

    const ended = await outbox.run(TENANT);

    assert.deepEqual([ended, sent, await keysOf("outbox|")], [50, names, []]);
  });

  it("keeps the order when the clock steps back", async () => {
    const outbox = create();
    await write(outbox, toLetter("first"));
    clock.advance(-30_000);
    await write(outbox, toLetter("second"));
    clock.advance(30_000);

    await outbox.run(TENANT);

    assert.deepEqual(sent, ["first", "second"]);
  });

  it("holds a lane behind a letter that has to wait", async () => {
    const outbox = create();
    answers = [{ kind: "later", why: "busy" }];
    await write(outbox, toLetter("a1"), toLetter("b1", { lane: "two" }), toLetter("a2"));

    const ended = await outbox.run(TENANT);

    assert.deepEqual([ended, sent.toSorted()], [1, ["a1", "b1"]]);
  });

  it("waits as long as the service asks", async () => {
    const outbox = create();
    answers = [{ kind: "later", why: "busy", seconds: 600 }];
    await write(outbox, toLetter("a"));
    await outbox.run(TENANT);
    clock.advance(600_000 - 1);
    await outbox.run(TENANT);
    const early = sent.length;
    clock.advance(150_001);

    await outbox.run(TENANT);

    assert.deepEqual([early, sent.length], [1, 2]);
  });

  it("gives up after about a day", async () => {
    const outbox = create();
    answers = Array.from({ length: 99 }, () => ({ kind: "later", why: "busy" }) as const);
    await write(outbox, toLetter("a"));
    const began = clock.now();
    let diedAt = 0;
    for (let round = 0; round < 40 * 60 && diedAt === 0; round++) {
      await outbox.run(TENANT);
      [{ diedAt }] = [...(await outbox.listDead(TENANT)), { diedAt: 0 }];
      clock.advance(60_000);
    }

    const hours = (diedAt - began) / HOUR;

    assert.ok(hours > 20 && hours < 32, `${hours}`);
    assert.deepEqual(outbox.counts(), { waiting: 0, dead: 1 });
  });

  it("takes a letter over whose process ended", async () => {
    const outbox = create();
    let isHanging = true;
    const slow = create({
      note: () => {
        isHanging = false;
        return new Promise(() => {});
      },
    });
    await write(outbox, toLetter("a"));
    void slow.run(TENANT);
    while (isHanging) await new Promise((resolve) => setImmediate(resolve));
    await outbox.run(TENANT);
    const early = [...sent];
    clock.advance(120_000);

    await outbox.run(TENANT);

    assert.deepEqual([early, sent], [[], ["a"]]);
  });

  it("never repeats a ping whose process ended", async () => {
    const outbox = create();
    let isHanging = true;
    const slow = create({
      note: () => {
        isHanging = false;
        return new Promise(() => {});
      },
    });
    await write(outbox, toLetter("a", { isPing: true }));
    void slow.run(TENANT);
    while (isHanging) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(120_000);

    await outbox.run(TENANT);

    assert.deepEqual([sent, await keysOf("outbox|")], [[], []]);
    assert.deepEqual(await verbs(), ["letter.unknown"]);
  });

  it("repeats what throws, but no ping", async () => {
    const outbox = create();
    answers = [new Error("no"), new Error("no")];
    await write(outbox, toLetter("a"), toLetter("b", { isPing: true, lane: "two" }));
    await outbox.run(TENANT);
    clock.advance(HOUR);

    await outbox.run(TENANT);

    assert.deepEqual(sent, ["a", "b", "a"]);
    assert.equal(log.find("a letter could not be delivered").length, 2);
  });

  it("commits effects together with the end", async () => {
    const outbox = create();
    let asked = 0;
    const effects = async () => {
      asked += 1;
      return [OP];
    };
    answers = [{ kind: "sent", effects }];
    await write(outbox, toLetter("a"));

    await outbox.run(TENANT);

    assert.deepEqual([asked, await keysOf("outbox|"), await keysOf("card|")], [1, [], ["card|1"]]);
  });

  it("asks for effects again after a conflict", async () => {
    const outbox = create();
    await store.commit(TENANT, [{ op: "insert", rk: "card|1", value: { id: "old" } }]);
    let asked = 0;
    const effects = async () => {
      const { etag = "" } = (await store.get(TENANT, "card|1")) ?? {};
      if (++asked === 1) await store.commit(TENANT, [{ ...OP, value: { id: "meanwhile" } }]);
      return [{ op: "replace", rk: "card|1", value: { id: "new" }, etag } as const];
    };
    answers = [{ kind: "sent", effects }];
    await write(outbox, toLetter("a"));

    await outbox.run(TENANT);

    assert.deepEqual([asked, await keysOf("outbox|")], [2, []]);
    assert.deepEqual((await store.get(TENANT, "card|1"))?.value, { id: "new" });
  });

  it("keeps effects although somebody else ended the letter", async () => {
    const outbox = create();
    const effects = async () => [OP];
    const sending = Promise.withResolvers<Delivery>();
    answers = [sending.promise];
    await write(outbox, toLetter("a"));
    const slow = outbox.run(TENANT);
    while (sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(120_000);
    await create().run(TENANT);
    sending.resolve({ kind: "sent", effects });

    await slow;

    assert.deepEqual([await keysOf("outbox|"), await keysOf("card|")], [[], ["card|1"]]);
  });

  it("lets a letter of another version wait, with its lane", async () => {
    const outbox = create();
    await write(outbox, toLetter("a1"), toLetter("a2"), toLetter("b", { lane: "two" }));
    const [rk = ""] = await keysOf("outbox|");
    const value = { lane: "one", version: 2 };
    await store.commit(TENANT, [{ op: "put", rk, value }]);

    const ended = await outbox.run(TENANT);

    assert.deepEqual([ended, sent, (await keysOf("outbox|")).length], [1, ["b"], 2]);
    assert.deepEqual(outbox.counts(), { waiting: 2, dead: 0 });
  });

  it("lets a letter wait whose topic nobody delivers", async () => {
    const outbox = create({});
    await write(outbox, toLetter("a"));

    const ended = await outbox.run(TENANT);

    assert.deepEqual([ended, (await keysOf("outbox|")).length], [0, 1]);
  });

  it("names what can never be sent, and sends it again", async () => {
    const outbox = create();
    answers = [{ kind: "undeliverable", why: "gone" }];
    await write(outbox, toLetter("a"), toLetter("b"));
    await outbox.run(TENANT);
    const dead = await outbox.listDead(TENANT);

    const revived = await outbox.revive(TENANT, dead[0]?.id ?? "", "person-1");
    await outbox.run(TENANT);
    const again = await outbox.revive(TENANT, dead[0]?.id ?? "", "person-1");

    assert.deepEqual(
      dead.map(({ why, topic, about, tries }) => ({ why, topic, about, tries })),
      [{ why: "gone", topic: "note", about: { name: "a" }, tries: 1 }],
    );
    assert.deepEqual([revived, again, sent], [true, false, ["a", "b", "a"]]);
    assert.deepEqual(await verbs(), ["letter.revived"]);
    assert.deepEqual(outbox.counts(), { waiting: 0, dead: 0 });
  });

  it("sends a letter that a wrong clock put far ahead", async () => {
    const outbox = create();
    clock.advance(1000 * HOUR);
    await write(outbox, toLetter("a"));
    clock.advance(-1000 * HOUR);

    await outbox.run(TENANT);

    assert.deepEqual(sent, ["a"]);
  });

  it("counts a try that took its process down", async () => {
    const outbox = create();
    await write(outbox, toLetter("a"));
    const [rk = ""] = await keysOf("outbox|");
    const value = (await store.get(TENANT, rk))?.value as object;
    await store.commit(TENANT, [{ op: "put", rk, value: { ...value, by: "x", tries: 32 } }]);

    await outbox.run(TENANT);

    assert.deepEqual([sent, (await outbox.listDead(TENANT))[0]?.why], [[], "left"]);
  });

  it("forgets what is about a person", async () => {
    const outbox = create();
    const about = { name: "a", personId: "p1" };
    answers = [{ kind: "undeliverable", why: "gone" }];
    await write(outbox, toLetter("a", { about }));
    await outbox.run(TENANT);
    await write(outbox, toLetter("a", { about }), toLetter("b"));

    const forgotten = await outbox.forget({ tenantId: TENANT, personId: "p1" });

    assert.deepEqual([forgotten, (await keysOf("outbox|")).length], [2, 1]);
    assert.deepEqual(await outbox.listDead(TENANT), []);
  });

  it("ends what is being delivered when it stops", async () => {
    const outbox = create({
      note: (_tenant, _about, signal) =>
        new Promise((resolve) => {
          sent.push("begun");
          signal.addEventListener("abort", () => resolve({ kind: "later", why: "stopped" }));
        }),
    });
    await write(outbox, toLetter("a"), toLetter("b"));
    const run = outbox.run(TENANT);
    while (sent.length === 0) await new Promise((resolve) => setImmediate(resolve));

    await outbox.stop();

    assert.deepEqual([await run, sent], [0, ["begun"]]);
    assert.equal((await keysOf("outbox|")).length, 2);
  });

  it("throws a dead letter away, once", async () => {
    const outbox = create();
    answers = [{ kind: "undeliverable", why: "gone" }];
    await write(outbox, toLetter("a"));
    await outbox.run(TENANT);
    const [dead] = await outbox.listDead(TENANT);

    const discarded = [dead?.id, dead?.id, "../other"].map((id) =>
      outbox.discard(TENANT, id ?? "", "person-1"),
    );

    assert.deepEqual((await Promise.all(discarded)).toSorted(), [false, false, true]);
    assert.deepEqual(await outbox.listDead(TENANT), []);
    assert.deepEqual(await verbs(), ["letter.discarded"]);
  });
});
