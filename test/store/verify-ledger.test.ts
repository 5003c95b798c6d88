import assert from "node:assert/strict";
import type { Row, Store } from "../../src/ports/index.ts";
import {
  createAuditKey,
  type LedgerVerdict,
  openStore,
  readAuditRows,
  verifyLedger,
} from "../../src/store/index.ts";
import { createFakeClock } from "../support/fakes.ts";
import { entry, key, ledgerOf, listAudit, tenantId } from "./audit-bench.ts";

function broken(facts: Partial<LedgerVerdict>): object {
  return { kind: "broken", row: null, line: null, after: null, ...facts };
}

describe("verifyLedger", () => {
  let store: Store;
  let clock: ReturnType<typeof createFakeClock>;
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
  });
  afterEach(() => store.close());

  /** Writes lines, several of them in one millisecond, and gives their rows in order. */
  async function write(count: number, of = tenantId): Promise<readonly Row[]> {
    const ledger = ledgerOf({ store, clock });
    for (let n = 1; n <= count; n++) {
      if (n % 3 === 0) clock.advance(1);
      const details = { n };
      await ledger.record(of, entry({ object: `consent:${n}`, details }), async () => []);
    }
    return listAudit(store, of);
  }

  function verify(of = tenantId): Promise<LedgerVerdict> {
    return verifyLedger(store, key, of);
  }

  it("finds an empty log whole", async () => {
    assert.deepEqual(await verify(), { kind: "intact", lines: 0, hash: null });
  });

  it("finds a written log whole", async () => {
    await write(7);

    const verdict = await verify();

    assert.deepEqual(
      { ...verdict, hash: 0 },
      {
        kind: "intact",
        lines: 7,
        hash: 0,
      },
    );
  });

  it("gives another hash for each longer log", async () => {
    const hashes = new Set<unknown>();
    for (let n = 0; n < 3; n++) {
      await write(1);
      const verdict = await verify();
      hashes.add(verdict.kind === "intact" && verdict.hash);
    }

    assert.equal(hashes.size, 3);
  });

  it("reads more lines than a page holds", async () => {
    await write(1001);

    assert.deepEqual({ ...(await verify()), hash: 0 }, { kind: "intact", lines: 1001, hash: 0 });
    const numbers: unknown[] = [];
    for await (const { line } of readAuditRows(store, tenantId)) numbers.push(line?.line);
    assert.deepEqual(
      numbers,
      Array.from({ length: 1001 }, (_, n) => n + 1),
    );
  });

  it("finds it whole although the clock went back", async () => {
    await write(3);
    clock.advance(-5_000);
    await write(3);

    assert.equal((await verify()).kind, "intact");
  });

  it("finds it whole although it grows meanwhile", async () => {
    await write(3);
    let isGrown = false;
    const growing: Store = {
      get: (pk, rk) => store.get(pk, rk),
      list: async (pk, range) => {
        if (!isGrown) await write(1);
        isGrown = true;
        return store.list(pk, range);
      },
      commit: (pk, ops) => store.commit(pk, ops),
      close: () => store.close(),
    };

    const verdict = await verifyLedger(growing, key, tenantId);

    assert.deepEqual({ ...verdict, hash: 0 }, { kind: "intact", lines: 4, hash: 0 });
  });

  it("needs the key", async () => {
    const rows = await write(2);

    const verdict = await verifyLedger(store, createAuditKey(["other"]), tenantId);

    assert.deepEqual(verdict, broken({ reason: "unknown-key", row: rows[0]?.rk, line: 1 }));
  });

  const flips: Record<string, (value: Record<string, unknown>) => object> = {
    verb: (value) => ({ ...value, verb: "consent.granted" }),
    actor: (value) => ({ ...value, actor: "person-2" }),
    object: (value) => ({ ...value, object: "consent:9" }),
    detail: (value) => ({ ...value, details: { n: 9 } }),
    "taken detail": ({ details: _, ...value }) => value,
    time: (value) => ({ ...value, at: "2026-11-02T09:00:00.009Z" }),
    number: (value) => ({ ...value, line: 9 }),
    link: (value) => ({ ...value, previous: null }),
    signature: (value) => ({ ...value, mac: "AAAA" }),
    shape: (value) => ({ ...value, extra: 1 }),
  };
  for (const at of [1, 3, 6])
    for (const [name, flip] of Object.entries(flips)) {
      if (at === 1 && name === "link") continue;
      it(`names line ${at} of 6 after a flip of its ${name}`, async () => {
        const rows = await write(6);
        const row = rows[at - 1] as Row;
        const value = flip(row.value as Record<string, unknown>);

        await store.commit(tenantId, [{ op: "put", rk: row.rk, value }]);

        const after = rows[at - 2]?.rk ?? null;
        assert.deepEqual(
          await verify(),
          broken({ reason: "changed", row: row.rk, line: at, after }),
        );
      });
    }

  for (const at of [1, 2, 5, 6])
    it(`names line ${at} of 6 when it was deleted`, async () => {
      const rows = await write(6);

      await store.commit(tenantId, [{ op: "delete", rk: rows[at - 1]?.rk ?? "" }]);

      assert.deepEqual(
        await verify(),
        broken({
          reason: "missing",
          row: rows[at - 1]?.rk,
          line: at,
          after: rows[at - 2]?.rk ?? null,
        }),
      );
    });

  it("S54 names the place where several lines were deleted", async () => {
    const rows = await write(6);

    for (const row of rows.slice(2, 4))
      await store.commit(tenantId, [{ op: "delete", rk: row.rk }]);

    const after = rows[1]?.rk;
    assert.deepEqual(await verify(), broken({ reason: "missing", line: 3, after }));
  });

  it("S54 names the first of several changed lines", async () => {
    const rows = await write(6);

    for (const { rk, value } of rows.slice(1, 4))
      await store.commit(tenantId, [
        { op: "put", rk, value: { ...(value as object), actor: "x" } },
      ]);

    const [after, row] = rows.map(({ rk }) => rk);
    assert.deepEqual(await verify(), broken({ reason: "changed", row, line: 2, after }));
  });

  it("S54 names the first of two lines that changed places", async () => {
    const rows = await write(6);
    const [first, second] = rows.slice(2, 4) as [Row, Row];

    await store.commit(tenantId, [
      { op: "put", rk: first.rk, value: second.value as object },
      { op: "put", rk: second.rk, value: first.value as object },
    ]);

    const after = rows[1]?.rk;
    assert.deepEqual(await verify(), broken({ reason: "changed", row: first.rk, line: 3, after }));
  });

  it("names a line that was moved to another time", async () => {
    const rows = await write(6);
    const { rk, value } = rows[2] as Row;

    await store.commit(tenantId, [
      { op: "delete", rk },
      { op: "insert", rk: rk.replace("2026", "2025"), value: value as object },
    ]);

    const after = rows[1]?.rk;
    assert.deepEqual(await verify(), broken({ reason: "missing", row: rk, line: 3, after }));
  });

  it("names a line that was copied", async () => {
    const [row] = await write(3);
    const rk = `${row?.rk}-copy`;

    await store.commit(tenantId, [{ op: "insert", rk, value: row?.value as object }]);

    assert.deepEqual(await verify(), broken({ reason: "added", row: rk }));
  });

  it("names lines that came from another tenant's log", async () => {
    const rows = await write(2);
    const other = "other-tenant";

    for (const { rk, value } of [...rows, ...(await store.list(tenantId, { from: "audit-head" }))])
      await store.commit(other, [{ op: "put", rk, value: value as object }]);

    assert.deepEqual(await verify(other), broken({ reason: "changed", row: rows[0]?.rk, line: 1 }));
  });

  it("names a line of a log that was rolled back", async () => {
    await write(3);
    const [old] = await store.list(tenantId, { from: "audit-head", limit: 1 });
    const rows = await write(1);

    await store.commit(tenantId, [{ op: "put", rk: "audit-head", value: old?.value as object }]);

    const row = rows[3]?.rk;
    assert.deepEqual(await verify(), broken({ reason: "added", row, line: 4 }));
  });

  it("names a line that was put in another one's stead", async () => {
    await write(2);
    const kept = await store.list(tenantId, { limit: 10 });
    const third = (await write(1))[2] as Row;
    for (const { rk, value } of kept)
      await store.commit(tenantId, [{ op: "put", rk, value: value as object }]);
    await store.commit(tenantId, [{ op: "delete", rk: third.rk }]);
    clock.advance(1000);
    const rows = await write(2);

    await store.commit(tenantId, [
      { op: "delete", rk: rows[2]?.rk ?? "" },
      { op: "insert", rk: third.rk, value: third.value as object },
    ]);

    const after = rows[1]?.rk;
    assert.deepEqual(await verify(), broken({ reason: "changed", row: third.rk, line: 3, after }));
  });

  for (const [name, op, reason] of [
    ["is gone", { op: "delete", rk: "audit-head" }, "missing"],
    ["was cut", { op: "put", rk: "audit-head", value: {} }, "changed"],
  ] as const)
    it(`names the head when it ${name}`, async () => {
      const rows = await write(3);

      await store.commit(tenantId, [op]);

      const after = rows[2]?.rk;
      assert.deepEqual(await verify(), broken({ reason, row: "audit-head", after }));
    });

  it("names the head when all lines are gone with it", async () => {
    for (const { rk } of await write(3)) await store.commit(tenantId, [{ op: "delete", rk }]);

    const verdict = await verify();

    assert.deepEqual([verdict.kind, verdict.kind === "broken" && verdict.line], ["broken", 1]);
  });
});
