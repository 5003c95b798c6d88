import assert from "node:assert/strict";
import { join } from "node:path";
import type { Op, Store } from "../../src/ports/index.ts";
import { createAuditKey, createLedger, openStore, verifyLedger } from "../../src/store/index.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { createFakeLog, type FakeLog } from "../support/fakes.ts";
import { type Passing, startTableProxy, type TableProxy } from "../support/table-proxy.ts";
import { useFolder } from "./folders.ts";

const TENANT = "tenant";
const WORKERS = 4;
const DECISIONS = 40;
const KEY = createAuditKey(["a secret for the time of a race"]);

/** What a worker believes about one decision. */
type Belief = { readonly kind: "won" } | { readonly kind: "lost"; readonly by: unknown };

/** Four workers, each as a replica would be: a ledger and a store of its own. */
interface Arena {
  readonly stores: readonly Store[];
  readonly logs: readonly FakeLog[];
}

describe("workers that race for the same decisions", () => {
  const folder = useFolder();
  const opened: Store[] = [];
  let proxy: TableProxy;
  before(async () => {
    proxy = await startTableProxy();
  });
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });
  after(() => proxy.stop());

  const countLost = () => proxy.count("lose-answer") + proxy.count("lose-request");

  /** One process holds the file: its workers share the store, as requests do. */
  async function openFile(): Promise<Arena> {
    const store = await openStore({ file: join(folder(), "race.db") });
    opened.push(store);
    return { stores: Array.from({ length: WORKERS }, () => store), logs: [] };
  }

  async function openTable(rule: TableProxy["rule"]): Promise<Arena> {
    proxy.rule = rule;
    const connection = await toConnection(proxy.port);
    const name = newTable();
    const logs = Array.from({ length: WORKERS }, createFakeLog);
    const stores: Store[] = [];
    for (const log of logs) {
      const access = { kind: "connection", connection } as const;
      stores.push(await openStore({ tables: { access, name, log } }));
    }
    opened.push(...stores);
    return { stores, logs };
  }

  const everyFourth = ({ isBatch, number }: Passing) => isBatch && number % 4 === 0;
  const arenas: Record<string, () => Promise<Arena>> = {
    "a file": openFile,
    "a table": () => openTable(() => "pass"),
    "a table that loses every fourth answer": () =>
      openTable((passing) => (everyFourth(passing) ? "lose-answer" : "pass")),
    "a table that loses every fourth request": () =>
      openTable((passing) => (everyFourth(passing) ? "lose-request" : "pass")),
  };
  for (const [where, open] of Object.entries(arenas))
    it(`win each of them once, in ${where}`, async function () {
      this.timeout(120_000);
      const before = countLost();
      const arena = await open();
      const [first] = arena.stores;
      assert.ok(first);
      await ask(first);

      const beliefs = await Promise.all(arena.stores.map((store, index) => decide(store, index)));

      proxy.rule = () => "pass";
      const wins = beliefs.flatMap((of) => of.filter(({ kind }) => kind === "won"));
      assert.equal(wins.length, DECISIONS);
      await assertWhole(first, beliefs);
      const lost = countLost() - before;
      const recovered = arena.logs.flatMap((log) => log.find(RECOVERED)).length;
      if (where.endsWith("answer")) assert.ok(recovered > 0, "no answer was lost");
      if (where.endsWith("request")) assert.ok(lost > 0, "no request was lost");
      process.stdout.write(
        `race in ${where}: ${WORKERS} workers, ${DECISIONS} decisions, ${wins.length} wins, ${lost} lost on the way, ${recovered} recovered\n`,
      );
    });
});

const RECOVERED = "a commit has landed, and its answer was lost";

function ledgerOf(store: Store) {
  const clock = { now: () => Date.now() };
  return createLedger({ store, key: KEY, clock, ids: { next: () => crypto.randomUUID() } });
}

async function ask(store: Store): Promise<void> {
  const ledger = ledgerOf(store);
  for (let n = 0; n < DECISIONS; n++)
    await ledger.record(TENANT, { verb: "asked", actor: "system", object: `n:${n}` }, async () => [
      { op: "insert", rk: `request|${n}`, value: { by: null } },
      { op: "insert", rk: `due|${n}`, value: {} },
    ]);
}

/** Decides on all of them, and tells of each what it believes. */
async function decide(store: Store, worker: number): Promise<readonly Belief[]> {
  const ledger = ledgerOf(store);
  const beliefs: Belief[] = [];
  for (let n = 0; n < DECISIONS; n++) {
    let by: unknown = null;
    const entry = { verb: "decided", actor: `w${worker}`, object: `n:${n}` };
    const hasWon = await ledger.record(TENANT, entry, async () => {
      const row = await store.get(TENANT, `request|${n}`);
      assert.ok(row);
      by = (row.value as { by: unknown }).by;
      if (by !== null) return undefined;
      return [
        { op: "replace", rk: row.rk, etag: row.etag, value: { by: worker } },
        { op: "delete", rk: `due|${n}` },
        { op: "insert", rk: `outbox|${n}`, value: { by: worker } },
      ] satisfies Op[];
    });
    beliefs.push(hasWon ? { kind: "won" } : { kind: "lost", by });
  }
  return beliefs;
}

function toTold(belief: Belief | undefined): readonly unknown[] {
  return belief?.kind === "lost" ? [belief.by] : [];
}

/** Whoever believes to have won is who stands there, and all losers know it. */
async function assertWhole(store: Store, beliefs: readonly (readonly Belief[])[]): Promise<void> {
  for (let n = 0; n < DECISIONS; n++) {
    const winner = beliefs.findIndex((of) => of[n]?.kind === "won");
    const told = beliefs.flatMap((of) => toTold(of[n]));
    const kept = (await store.get(TENANT, `request|${n}`))?.value;
    const sent = (await store.get(TENANT, `outbox|${n}`))?.value;
    assert.deepEqual([kept, sent], [{ by: winner }, { by: winner }]);
    assert.deepEqual(new Set(told), new Set([winner]));
  }
  assert.deepEqual(await store.list(TENANT, { from: "due|", to: "due|~" }), []);
  const verdict = await verifyLedger(store, KEY, TENANT);
  assert.deepEqual(verdict.kind === "intact" && verdict.lines, 2 * DECISIONS);
}
