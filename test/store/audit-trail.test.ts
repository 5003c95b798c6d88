import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { AuditExport, AuditTrail, Store } from "../../src/ports/index.ts";
import {
  AuditFile,
  createAuditKey,
  createAuditTrail,
  openStore,
  verifyAuditFile,
  verifyLedger,
} from "../../src/store/index.ts";
import { createFakeClock, type FakeClock } from "../support/fakes.ts";
import { readCsv } from "../support/read-csv.ts";
import { entry, key, ledgerOf, listAudit, tenantId } from "./audit-bench.ts";

const DAY = 86_400_000;
const PERIOD = { from: "2026-11-01", to: "2026-11-30", actor: "admin-1" } as const;

function must<Value>(value: Value | undefined | null): Value {
  assert.ok(value !== undefined && value !== null);
  return value;
}

describe("createAuditTrail", () => {
  let store: Store;
  let clock: FakeClock;
  let trail: AuditTrail;
  const open = (sizes: { readonly page?: number; readonly most?: number } = {}) => {
    trail = createAuditTrail({ store, key, ledger: ledgerOf({ store, clock }), ...sizes });
  };
  beforeEach(async () => {
    store = await openStore({ file: ":memory:" });
    clock = createFakeClock();
    open();
  });
  afterEach(() => store.close());

  const setTime = (at: number) => clock.advance(at - clock.now());

  async function write(count: number, verb = "consent.opened"): Promise<void> {
    const ledger = ledgerOf({ store, clock });
    for (let n = 1; n <= count; n++)
      await ledger.record(
        tenantId,
        entry({ verb, object: `consent:${n}`, details: { n } }),
        async () => [],
      );
  }

  async function exported(wish: object = {}): Promise<Extract<AuditExport, { kind: "written" }>> {
    const given = await trail.export(tenantId, { format: "json", ...PERIOD, ...wish });
    assert.ok(given.kind === "written", given.kind);
    return given;
  }

  async function exportFile(wish: object = {}): Promise<AuditFile> {
    return AuditFile.parse(JSON.parse((await exported(wish)).text));
  }

  it("lists an empty log", async () => {
    const page = await trail.list(tenantId, {});

    assert.deepEqual(page, { lines: [], total: 0, older: null, isWhole: true });
  });

  it("lists the newest lines first, page by page", async () => {
    open({ page: 3 });
    await write(7);

    const first = await trail.list(tenantId, {});
    const second = await trail.list(tenantId, { before: must(first.older) });
    const third = await trail.list(tenantId, { before: must(second.older) });

    const numbers = [first, second, third].map(({ lines }) => lines.map(({ line }) => line));
    assert.deepEqual(numbers, [[7, 6, 5], [4, 3, 2], [1]]);
    assert.deepEqual([third.older, third.isWhole, third.total], [null, true, 7]);
    assert.deepEqual(first.lines[0], {
      line: 7,
      at: clock.now(),
      verb: "consent.opened",
      actor: "person-1",
      object: "consent:7",
      details: { n: 7 },
    });
  });

  it("ends a full last page without another one", async () => {
    open({ page: 3 });
    await write(3);

    assert.equal((await trail.list(tenantId, {})).older, null);
  });

  it("shows nothing beyond a line that was changed", async () => {
    await write(4);
    const [, second] = await listAudit(store);
    const { rk, value } = must(second);
    await store.commit(tenantId, [{ op: "put", rk, value: { ...(value as object), actor: "x" } }]);

    const { lines, isWhole, older } = await trail.list(tenantId, {});

    assert.deepEqual(
      lines.map(({ line }) => line),
      [4, 3],
    );
    assert.deepEqual([isWhole, older], [false, null]);
  });

  for (const [name, value] of [
    ["gone", undefined],
    ["forged", { count: 1, last: { row: "audit|x", hash: "x" }, key: key.id, mac: "x" }],
  ] as const)
    it(`tells that the end of the log is ${name}`, async () => {
      await write(2);
      const rk = "audit-head";
      await store.commit(tenantId, [value ? { op: "put", rk, value } : { op: "delete", rk }]);

      const page = await trail.list(tenantId, {});

      assert.deepEqual(page, { lines: [], total: 0, older: null, isWhole: false });
      await assert.rejects(trail.export(tenantId, { format: "csv", ...PERIOD }), {
        code: "ERR_STORE_FAILED",
      });
    });

  it("reads no other row than those of the log", async () => {
    await write(1);
    await store.commit(tenantId, [{ op: "put", rk: "settings|tenant", value: { x: 1 } }]);

    const page = await trail.list(tenantId, { before: "settings|tenant" });

    assert.deepEqual([page.lines, page.isWhole], [[], false]);
  });

  it("keeps tenants apart", async () => {
    await write(2);

    assert.equal((await trail.list("other", {})).total, 0);
    const other = await trail.export("other", { format: "csv", ...PERIOD });
    assert.equal(other.kind === "written" && other.lines, 0);
  });

  it("writes a file that proves itself, and a line that says so", async () => {
    await write(5);

    const { name, lines } = await exported();
    const file = await exportFile();

    assert.deepEqual([name, lines], ["consentry-audit-2026-11-01-2026-11-30.json", 5]);
    const [unsigned, signed] = [verifyAuditFile(file), verifyAuditFile(file, key)];
    const hash = file.lines.at(-1)?.hash;
    const whole = { kind: "intact", lines: 6, first: 1, last: 6, isToEnd: true, hash };
    assert.deepEqual(unsigned, { ...whole, isSigned: false });
    assert.deepEqual(signed, { ...whole, isSigned: true });
    const [newest] = (await trail.list(tenantId, {})).lines;
    const { from, to } = PERIOD;
    assert.deepEqual(
      { verb: newest?.verb, actor: newest?.actor, details: newest?.details },
      {
        verb: "audit.exported",
        actor: "admin-1",
        details: { format: "json", from, to, lines: 6, hash },
      },
    );
    assert.equal((await verifyLedger(store, key, tenantId)).kind, "intact");
  });

  it("can be checked by what the file itself says", async () => {
    await write(3);
    const file = await exportFile();

    const hashes = file.lines.map(({ row, line, at, verb, actor, object, details, ...proof }) => {
      const named = Object.entries(details ?? {}).sort();
      const before = proof.previous && [proof.previous.row, proof.previous.hash];
      const what = [at, verb, actor, object, named];
      const text = JSON.stringify(["line", proof.key, file.tenant, row, line, what, before]);
      return createHash("sha256").update(`${text} ${proof.mac}`).digest("base64url");
    });

    assert.deepEqual(
      hashes,
      file.lines.map(({ hash }) => hash),
    );
    assert.deepEqual(
      file.lines.slice(1).map(({ previous }) => previous?.hash),
      hashes.slice(0, -1),
    );
    assert.equal(file.head?.last.hash, hashes.at(-1));
  });

  it("takes the days of a period, both included", async () => {
    setTime(Date.UTC(2026, 10, 1, 23, 59, 59, 999));
    await write(1, "before.it");
    setTime(Date.UTC(2026, 10, 2));
    await write(2, "in.it");
    setTime(Date.UTC(2026, 10, 3, 23, 59, 59, 999));
    await write(1, "in.it");
    setTime(Date.UTC(2026, 10, 4));
    await write(2, "after.it");

    const file = await exportFile({ from: "2026-11-02", to: "2026-11-03" });

    assert.deepEqual(
      file.lines.map(({ line, verb }) => [line, verb]),
      [
        [2, "in.it"],
        [3, "in.it"],
        [4, "in.it"],
      ],
    );
    const verdict = verifyAuditFile(file, key);
    assert.ok(verdict.kind === "intact");
    assert.deepEqual([verdict.isToEnd, file.head?.count], [false, 6]);
  });

  it("holds what clocks that differ wrote in between", async () => {
    const days = [2, 3, 2, 3, 3].map((day) => Date.UTC(2026, 10, day, day === 2 ? 23 : 0));
    for (const at of days) {
      setTime(at);
      await write(1);
    }

    const file = await exportFile({ from: "2026-11-03", to: "2026-11-03" });

    assert.deepEqual(
      file.lines.map(({ line }) => line),
      [2, 3, 4, 5],
    );
    assert.equal(verifyAuditFile(file, key).kind, "intact");
  });

  it("says when a period has too many lines", async () => {
    open({ most: 4 });
    await write(5);

    const given = await trail.export(tenantId, { format: "csv", ...PERIOD });

    assert.deepEqual(given, { kind: "too-long", most: 4 });
    assert.equal((await listAudit(store)).length, 5);
  });

  it("reads a log of more than one page of the store", async () => {
    setTime(Date.UTC(2026, 10, 2));
    await write(1200);

    const file = await exportFile();

    assert.deepEqual([file.lines.length, verifyAuditFile(file, key).kind], [1200, "intact"]);
  });

  it("S47 writes a CSV that holds no formulas", async () => {
    const ledger = ledgerOf({ store, clock });
    await ledger.record(
      tenantId,
      { verb: "a.b", actor: "=1+1", object: "+cmd|' /C calc'!A0", details: { "@x": "\t=1" } },
      async () => [],
    );

    const rows = readCsv((await exported({ format: "csv" })).text);

    const [head, first] = rows;
    assert.deepEqual(head?.slice(0, 8), [
      "line",
      "at",
      "verb",
      "actor",
      "object",
      "details",
      "row",
      "previous",
    ]);
    assert.deepEqual(first?.slice(2, 5), ["a.b", "'=1+1", "'+cmd|' /C calc'!A0"]);
    assert.ok(rows.flat().every((cell) => !/^[\s]*[=+\-@]/.test(cell)));
  });

  it("gives nothing away where it cannot be recorded", async () => {
    await write(2);
    const failing = {
      record: () => Promise.reject(new Error("full disk")),
      tenants: async () => [],
    };
    const careless = createAuditTrail({ store, key, ledger: failing });

    await assert.rejects(careless.export(tenantId, { format: "json", ...PERIOD }), /full disk/);
  });

  describe("verifyAuditFile", () => {
    let file: AuditFile;
    beforeEach(async () => {
      await write(5);
      file = await exportFile();
    });

    const lines = () => [...file.lines];
    const at = (index: number) => must(lines()[index]);
    const change = (index: number, part: object) => ({
      ...file,
      lines: lines().map((line, n) => (n === index ? { ...line, ...part } : line)),
    });
    /** Writes hash and links of all lines anew, as somebody without the secret can. */
    const forge = (index: number, part: object): AuditFile => {
      const forged: (typeof file.lines)[number][] = [];
      for (const [n, line] of lines().entries()) {
        const last = forged.at(-1);
        const previous = last ? { row: last.row, hash: last.hash } : null;
        const next = { ...line, ...(n === index && part), previous };
        const { row, hash: _, mac, ...rest } = next;
        const named = Object.entries(rest.details ?? {}).sort();
        const before = previous && [previous.row, previous.hash];
        const what = [rest.at, rest.verb, rest.actor, rest.object, named];
        const text = JSON.stringify(["line", rest.key, file.tenant, row, rest.line, what, before]);
        const hash = createHash("sha256").update(`${text} ${mac}`).digest("base64url");
        forged.push({ ...next, hash });
      }
      const [first, last] = [must(forged[0]), must(forged.at(-1))].map(({ row, hash }) => ({
        row,
        hash,
      }));
      const head = file.head && { ...file.head, last: must(last) };
      return {
        ...file,
        lines: forged,
        head,
        ends: { ...file.ends, first: must(first), last: must(last) },
      };
    };

    const CASES: readonly [
      name: string,
      spoil: () => AuditFile,
      unsigned: readonly [string, number | null] | "intact",
      signed: readonly [string, number | null],
    ][] = [
      [
        "a word that was changed",
        () => change(1, { actor: "other" }),
        ["changed", 2],
        ["changed", 2],
      ],
      ["a hash that was changed", () => change(1, { hash: "x" }), ["changed", 2], ["changed", 2]],
      [
        "a line that was taken out",
        () => ({ ...file, lines: lines().filter((_, n) => n !== 2) }),
        ["missing", 3],
        ["missing", 3],
      ],
      [
        "a line that stands there twice",
        () => ({ ...file, lines: [...lines(), at(2)] }),
        ["added", 3],
        ["added", 3],
      ],
      [
        "an end that was cut off",
        () => ({ ...file, lines: lines().slice(0, -1) }),
        ["missing", null],
        ["missing", null],
      ],
      [
        "a beginning that was cut off",
        () => ({ ...file, lines: lines().slice(1) }),
        ["missing", null],
        ["missing", null],
      ],
      [
        "an end that was cut off everywhere",
        () => {
          const kept = lines().slice(0, -1);
          const { row, hash } = must(kept.at(-1));
          return { ...file, lines: kept, ends: { ...file.ends, count: 4, last: { row, hash } } };
        },
        "intact",
        ["changed", null],
      ],
      ["a file written anew", () => forge(2, { actor: "nobody" }), "intact", ["changed", 3]],
      [
        "another tenant's file",
        () => ({ ...file, tenant: "other" }),
        ["changed", 1],
        ["changed", 1],
      ],
    ];
    for (const [name, spoil, unsigned, signed] of CASES)
      it(`finds ${name}`, () => {
        const spoiled = spoil();

        const seen = [undefined, key].map((known) => {
          const verdict = verifyAuditFile(spoiled, known);
          return verdict.kind === "intact" ? "intact" : [verdict.reason, verdict.line];
        });

        assert.deepEqual(seen, [unsigned, signed]);
      });

    it("says that a key is not at hand", () => {
      const verdict = verifyAuditFile(file, createAuditKey(["another secret"]));

      assert.equal(verdict.kind === "broken" && verdict.reason, "unknown-key");
    });

    it("proves an export of nothing", async () => {
      const empty = await exportFile({ from: "2020-01-01", to: "2020-01-02" });

      const verdict = verifyAuditFile(empty, key);

      assert.deepEqual([verdict.kind, empty.lines.length], ["intact", 0]);
    });
  });

  it("takes no day that is none", async () => {
    clock.advance(DAY);

    await assert.rejects(exported({ to: "2026-13-45" }));
  });
});
