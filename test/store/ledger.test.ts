import assert from "node:assert/strict";
import type { AuditEntry, Op, Store } from "../../src/ports/index.ts";
import {
  createAuditKey,
  createLedger,
  listTenants,
  openStore,
  verifyLedger,
} from "../../src/store/index.ts";
import { createFakeClock } from "../support/fakes.ts";
import { entry, key, ledgerOf, listAudit, tenantId } from "./audit-bench.ts";

const FAILED = { code: "ERR_STORE_FAILED" };
const CONFLICT = { code: "ERR_STORE_CONFLICT" };

/** Everything that a partition holds, by key. */
async function readAll(store: Store, pk = tenantId): Promise<Record<string, unknown>> {
  const rows = await store.list(pk, { limit: 10_000 });
  return Object.fromEntries(rows.map(({ rk, value }) => [rk, value]));
}

/** A store that lets its owner spoil commits. */
function spoil(
  store: Store,
  ruin: (pk: string, ops: readonly Op[]) => Promise<void> | void,
): Store {
  return {
    get: (pk, rk) => store.get(pk, rk),
    list: (pk, range) => store.list(pk, range),
    commit: async (pk, ops) => {
      await ruin(pk, ops);
      await store.commit(pk, ops);
    },
    close: () => store.close(),
  };
}

describe("createLedger", () => {
  let store: Store;
  let clock: ReturnType<typeof createFakeClock>;
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
  });
  afterEach(() => store.close());

  it("commits changes with their audit line", async () => {
    const details = { app: "x", count: 2, isNew: true };
    const ops: Op[] = [{ op: "insert", rk: "consent|1", value: { state: "open" } }];

    const isDone = await ledgerOf({ store, clock }).record(
      tenantId,
      entry({ details }),
      async () => ops,
    );

    const row = "audit|2026-11-02T09:00:00.000Z|000000001.id-1|consent.opened";
    const { [row]: line, "consent|1": consent, ...rest } = await readAll(store);
    const { key: _key, mac: _mac, ...written } = line as Record<string, unknown>;
    assert.equal(isDone, true);
    assert.deepEqual(consent, { state: "open" });
    assert.deepEqual(Object.keys(rest), ["audit-head"]);
    assert.deepEqual(written, {
      line: 1,
      at: "2026-11-02T09:00:00.000Z",
      ...entry({ details }),
      previous: null,
    });
  });

  it("writes nothing when there is nothing to do", async () => {
    const isDone = await ledgerOf({ store, clock }).record(
      tenantId,
      entry(),
      async () => undefined,
    );

    assert.equal(isDone, false);
    assert.deepEqual(await readAll(store), {});
  });

  it("writes a line for what changes no row", async () => {
    await ledgerOf({ store, clock }).record(tenantId, entry(), async () => []);

    assert.equal((await listAudit(store)).length, 1);
  });

  it("puts each tenant on the list once", async () => {
    const commits: string[] = [];
    const watched = spoil(store, (pk) => void commits.push(pk));
    const ledger = ledgerOf({ store: watched, clock });

    for (const tenant of ["b", "a", "b"]) await ledger.record(tenant, entry(), async () => []);

    assert.deepEqual(await listTenants(store), ["a", "b"]);
    assert.deepEqual(commits, ["sys", "b", "sys", "a", "b"]);
  });

  it("lists all tenants, however many there are", async () => {
    const tenants = Array.from({ length: 2_001 }, (_, n) => `t-${String(n).padStart(4, "0")}`);
    for (let from = 0; from < tenants.length; from += 100) {
      const some = tenants.slice(from, from + 100);
      await store.commit(
        "sys",
        some.map((tenant) => ({ op: "put", rk: `tenant|${tenant}`, value: { tenantId: tenant } })),
      );
    }

    assert.deepEqual(await ledgerOf({ store, clock }).tenants(), tenants);
  });

  it("lets the line tell what was decided", async () => {
    let spoilt = 0;
    const contested = spoil(store, async (pk) => {
      if (pk !== tenantId || ++spoilt > 1) return;
      await store.commit(tenantId, [{ op: "insert", rk: "n", value: {} }]);
    });
    let decided = "";

    await ledgerOf({ store: contested, clock }).record(
      tenantId,
      () => entry({ verb: `consent.${decided}` }),
      async () => {
        const row = await store.get(tenantId, "n");
        decided = row ? "replaced" : "opened";
        return row ? [] : [{ op: "insert", rk: "n", value: {} }];
      },
    );

    const lines = await listAudit(store);
    assert.deepEqual(
      lines.map(({ value }) => (value as AuditEntry).verb),
      ["consent.replaced"],
    );
  });

  it("asks for no line when there is nothing to do", async () => {
    const unasked = () => assert.fail("asked for a line");

    assert.equal(
      await ledgerOf({ store, clock }).record(tenantId, unasked, async () => undefined),
      false,
    );
  });

  it("asks again after a conflict, and decides anew", async () => {
    await store.commit(tenantId, [{ op: "put", rk: "n", value: { n: 0 } }]);
    let spoilt = 0;
    const contested = spoil(store, async (pk) => {
      if (pk !== tenantId || ++spoilt > 7) return;
      await store.commit(tenantId, [{ op: "put", rk: "n", value: { n: spoilt } }]);
    });
    const seen: unknown[] = [];

    await ledgerOf({ store: contested, clock }).record(tenantId, entry(), async () => {
      const row = await store.get(tenantId, "n");
      assert.ok(row);
      seen.push((row.value as { n: number }).n);
      return [{ op: "replace", rk: "n", value: { n: "mine" }, etag: row.etag }];
    });

    assert.deepEqual(seen, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual((await readAll(store)).n, { n: "mine" });
    assert.equal((await listAudit(store)).length, 1);
  });

  it("gives up after eight conflicts", async () => {
    await store.commit(tenantId, [{ op: "put", rk: "n", value: {} }]);
    const before = await readAll(store);
    let asked = 0;

    const recorded = ledgerOf({ store, clock }).record(tenantId, entry(), async () => {
      asked++;
      return [{ op: "insert", rk: "n", value: {} }];
    });

    await assert.rejects(recorded, CONFLICT);
    assert.equal(asked, 8);
    assert.deepEqual(await readAll(store), before);
  });

  /** Three processes on one store that takes its time, as a service in a network does. */
  async function burst(each: number, random?: () => number) {
    const sleep = async (milliseconds: number) => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    };
    let conflicts = 0;
    const slow = (): Store => ({
      get: async (pk, rk) => {
        await sleep(1 + Math.random() * 3);
        return store.get(pk, rk);
      },
      list: (pk, range) => store.list(pk, range),
      commit: async (pk, ops) => {
        await sleep(1 + Math.random() * 3);
        await store.commit(pk, ops).catch((error: unknown) => {
          conflicts += 1;
          throw error;
        });
      },
      close: async () => {},
    });
    const replicas = [1, 2, 3].map((n) => ({
      n,
      ledger: createLedger({
        store: slow(),
        key,
        clock,
        ids: { next: () => crypto.randomUUID() },
        ...(random && { random }),
      }),
    }));
    const written = replicas.flatMap(({ n, ledger }) =>
      Array.from({ length: each }, (_, index) =>
        ledger.record(tenantId, entry({ object: `consent:${n}-${index}` }), async () => [
          { op: "insert", rk: `consent|${n}-${index}`, value: {} },
        ]),
      ),
    );
    const outcomes = await Promise.allSettled(written);
    return { refused: outcomes.filter(({ status }) => status === "rejected").length, conflicts };
  }

  it("writes down a burst of three replicas, each line once", async () => {
    const { refused, conflicts } = await burst(60);

    const verdict = await verifyLedger(store, key, tenantId);
    assert.equal(refused, 0);
    assert.ok(conflicts > 0, "nobody met anybody");
    assert.equal((await listAudit(store)).length, 180);
    assert.equal(verdict.kind, "intact");
  });

  it("gives up where others add lines without end", async () => {
    let asked = 0;
    const other = ledgerOf({ store, clock });
    const contested = spoil(store, async (pk) => {
      if (pk === tenantId) await other.record(tenantId, entry(), async () => []);
    });
    const pauses: number[] = [];

    const recorded = createLedger({
      store: contested,
      key,
      clock,
      ids: { next: () => crypto.randomUUID() },
      sleep: async (milliseconds) => pauses.push(milliseconds),
      random: () => 1,
    }).record(tenantId, entry(), async () => {
      asked++;
      return [];
    });

    await assert.rejects(recorded, CONFLICT);
    assert.equal(asked, 100);
    assert.deepEqual(pauses.slice(0, 7), [8, 16, 32, 64, 128, 200, 200]);
  });

  it("S54 changes nothing when the line cannot be written", async () => {
    const full = spoil(store, (_pk, ops) => {
      const isLine = ops.some(({ rk }) => rk.startsWith("audit|"));
      if (isLine) throw Object.assign(new Error("disk full"), FAILED);
    });
    const ops: Op[] = [{ op: "insert", rk: "n", value: {} }];

    const recorded = ledgerOf({ store: full, clock }).record(tenantId, entry(), async () => ops);

    await assert.rejects(recorded, FAILED);
    assert.deepEqual(await readAll(store), {});
  });

  const unfit: Record<string, Partial<AuditEntry>> = {
    "a verb that is no key": { verb: "consent opened" },
    "no actor": { actor: "" },
    "a number that is none": { details: { n: Number.NaN } },
  };
  for (const [name, overrides] of Object.entries(unfit))
    it(`refuses an entry with ${name}`, async () => {
      const recorded = ledgerOf({ store, clock }).record(tenantId, entry(overrides), async () => [
        { op: "insert", rk: "n", value: {} },
      ]);

      await assert.rejects(recorded, FAILED);
      assert.deepEqual(await readAll(store), {});
    });

  for (const rk of ["audit-head", "audit|2026-11-02T09:00:00.000Z|x|y"])
    it(`refuses changes of ${rk.slice(0, 10)} by others`, async () => {
      const ops: Op[] = [{ op: "put", rk, value: {} }];

      await assert.rejects(
        ledgerOf({ store, clock }).record(tenantId, entry(), async () => ops),
        FAILED,
      );
      assert.deepEqual(await readAll(store), {});
    });

  it("takes 98 changes beside its own two", async () => {
    const ops = (count: number) =>
      Array.from({ length: count }, (_, n): Op => ({ op: "insert", rk: `r${n}`, value: {} }));
    const ledger = ledgerOf({ store, clock });

    await assert.rejects(
      ledger.record(tenantId, entry(), async () => ops(99)),
      FAILED,
    );
    await ledger.record(tenantId, entry(), async () => ops(98));

    assert.equal(Object.keys(await readAll(store)).length, 100);
  });

  it("has one winner a request, whoever races", async () => {
    const requests = Array.from({ length: 50 }, (_, n) => `consent|${n}`);
    for (const rk of requests)
      await store.commit(tenantId, [{ op: "insert", rk, value: { state: "pending" } }]);
    // Two ledgers, as in two replicas: they do not know of each other's turns.
    const ledgers = [ledgerOf({ store, clock }), ledgerOf({ store, clock })];
    const settle = (rk: string, state: string, n: number) =>
      ledgers[n % 2]?.record(
        tenantId,
        entry({ verb: `consent.${state}`, object: rk }),
        async () => {
          const row = await store.get(tenantId, rk);
          assert.ok(row);
          if ((row.value as { state: string }).state !== "pending") return undefined;
          const outbox: Op = { op: "insert", rk: `outbox|${rk.slice(8)}`, value: { state } };
          return [{ op: "replace", rk, value: { state }, etag: row.etag }, outbox];
        },
      );

    const wins = await Promise.all(
      requests.flatMap((rk) =>
        ["granted", "declined", "expired"].map((state, n) => settle(rk, state, n)),
      ),
    );

    const all = await readAll(store);
    const told = requests.map((rk) => (all[`outbox|${rk.slice(8)}`] as { state: string }).state);
    const kept = requests.map((rk) => (all[rk] as { state: string }).state);
    assert.equal(wins.filter(Boolean).length, 50);
    assert.deepEqual(kept, told);
    assert.ok(!kept.includes("pending"));
    assert.equal((await listAudit(store)).length, 50);
    assert.equal((await verifyLedger(store, key, tenantId)).kind, "intact");
  });

  it("lets a decision record something else", async () => {
    const ledger = ledgerOf({ store, clock });

    await ledger.record(tenantId, entry(), async () => {
      await ledger.record(tenantId, entry({ verb: "app.confirmed" }), async () => []);
      return [];
    });

    assert.equal((await listAudit(store)).length, 2);
  });

  it("goes on after a restart with another first key", async () => {
    await ledgerOf({ store, clock }).record(tenantId, entry(), async () => []);
    const rotated = createAuditKey(["second secret", "first secret of the audit log"]);

    await ledgerOf({ store, clock }, rotated).record(tenantId, entry(), async () => []);

    const verdict = await verifyLedger(store, rotated, tenantId);
    assert.deepEqual([verdict.kind, (await listAudit(store)).length], ["intact", 2]);
  });

  it("does not go on without the key of its last line", async () => {
    await ledgerOf({ store, clock }).record(tenantId, entry(), async () => []);
    const other = ledgerOf({ store, clock }, createAuditKey(["second secret"]));

    await assert.rejects(
      other.record(tenantId, entry(), async () => []),
      FAILED,
    );
    assert.equal((await listAudit(store)).length, 1);
  });

  const ends: Record<string, (rows: Record<string, unknown>) => Op> = {
    gone: () => ({ op: "delete", rk: "audit-head" }),
    cut: () => ({ op: "put", rk: "audit-head", value: {} }),
    counted: ({ "audit-head": head }) => ({
      op: "put",
      rk: "audit-head",
      value: { ...(head as object), count: 7 },
    }),
  };
  for (const [name, edit] of Object.entries(ends))
    it(`does not go on from an end that is ${name}`, async () => {
      const ledger = ledgerOf({ store, clock });
      await ledger.record(tenantId, entry(), async () => []);
      await store.commit(tenantId, [edit(await readAll(store))]);

      await assert.rejects(
        ledger.record(tenantId, entry(), async () => []),
        FAILED,
      );
      assert.equal((await listAudit(store)).length, 1);
    });
});
