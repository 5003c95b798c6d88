import assert from "node:assert/strict";
import type { AppError } from "../../src/core/errors.ts";
import type { Op, Row, Store } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import type { Patience } from "../../src/store/patience.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { createFakeLog } from "../support/fakes.ts";
import { type Fate, startTableProxy, type TableProxy } from "../support/table-proxy.ts";

const PK = "tenant";
/** Short enough for a test, and long enough for several tries. */
const PATIENCE: Patience = { tryMs: 400, allMs: 1500, pauseMs: 20, longestPauseMs: 100 };

const insert: Op = { op: "insert", rk: "new", value: { by: "us" } };
const put: Op = { op: "put", rk: "put", value: { by: "us" } };
const remove: Op = { op: "delete", rk: "old" };
const replace = ({ rk, etag }: Row): Op => ({ op: "replace", rk, etag, value: { by: "us" } });

describe("answers of a table that get lost", () => {
  let proxy: TableProxy;
  const stores: Store[] = [];
  before(async () => {
    proxy = await startTableProxy();
  });
  afterEach(async () => {
    proxy.rule = () => "pass";
    proxy.onApplied = async () => {};
    for (const store of stores.splice(0)) await store.close();
  });
  after(() => proxy.stop());

  async function open(name: string, port?: number) {
    const log = createFakeLog();
    const access = { kind: "connection", connection: await toConnection(port) } as const;
    const store = await openStore({ tables: { access, name, log, patience: PATIENCE } });
    stores.push(store);
    return {
      store,
      recovered: () => log.find("a commit has landed, and its answer was lost").length,
    };
  }

  /** Our way through the proxy, somebody else's beside it, and two rows that stand there. */
  async function setUp() {
    const name = newTable();
    const { store: other } = await open(name);
    await other.commit(PK, [
      { op: "insert", rk: "old", value: { by: "nobody" } },
      { op: "insert", rk: "row", value: { by: "nobody" } },
    ]);
    const { store: ours, recovered } = await open(name, proxy.port);
    const row = (await other.get(PK, "row")) as Row;
    return { ours, other, row, recovered };
  }

  /** The first batch has a fate of its own. */
  function meetFirst(fate: Fate, then: Fate = "pass"): void {
    let batches = 0;
    proxy.rule = ({ isBatch }) => (isBatch && ++batches > 1 ? then : isBatch ? fate : "pass");
  }

  async function readValues(store: Store): Promise<Record<string, unknown>> {
    const rows = await store.list(PK);
    return Object.fromEntries(rows.map(({ rk, value }) => [rk, (value as { by: string }).by]));
  }

  const shapes: Record<string, (row: Row) => Op[]> = {
    "an insert": () => [insert],
    "a replace": (row) => [replace(row)],
    "a delete": () => [remove],
    "a put": () => [put],
    "all of them": (row) => [remove, put, insert, replace(row)],
  };
  const fates: readonly Fate[] = [
    "lose-answer",
    "lose-request",
    "cut-answer",
    "fail-after",
    "hollow",
  ];
  for (const [shape, toOps] of Object.entries(shapes))
    for (const fate of fates)
      it(`takes ${shape} once: ${fate}`, async () => {
        const { ours, other, row } = await setUp();
        const plain = await setUp();
        await plain.other.commit(PK, toOps(plain.row));
        meetFirst(fate);

        await ours.commit(PK, toOps(row));

        assert.deepEqual(await readValues(other), await readValues(plain.other));
      });

  it("tells the winner that it won, whatever came after", async () => {
    const { ours, other, row, recovered } = await setUp();
    meetFirst("lose-answer");
    proxy.onApplied = async () => {
      const landed = (await other.get(PK, "row")) as Row;
      await other.commit(PK, [{ ...replace(landed), value: { by: "them" } } as Op]);
    };

    await ours.commit(PK, [replace(row)]);

    assert.equal(recovered(), 1);
    assert.deepEqual(await readValues(other), { old: "nobody", row: "them" });
  });

  it("does not bring back what was deleted meanwhile", async () => {
    const { ours, other } = await setUp();
    meetFirst("lose-answer");
    proxy.onApplied = () => other.commit(PK, [{ op: "delete", rk: "new" }]);

    await ours.commit(PK, [insert]);

    assert.deepEqual(await readValues(other), { old: "nobody", row: "nobody" });
  });

  it("does not delete what was written anew meanwhile", async () => {
    const { ours, other } = await setUp();
    meetFirst("lose-answer");
    proxy.onApplied = () => other.commit(PK, [{ op: "insert", rk: "old", value: { by: "them" } }]);

    await ours.commit(PK, [remove]);

    assert.deepEqual(await readValues(other), { old: "them", row: "nobody" });
  });

  it("tells the loser that it lost", async () => {
    const { ours, other, row } = await setUp();
    let batches = 0;
    proxy.rule = ({ isBatch }) => (isBatch && ++batches === 1 ? "lose-request" : "pass");
    await other.commit(PK, [{ ...replace(row), value: { by: "them" } } as Op]);

    await assert.rejects(ours.commit(PK, [replace(row), insert]), { code: "ERR_STORE_CONFLICT" });

    assert.deepEqual(await readValues(other), { old: "nobody", row: "them" });
  });

  it("keeps a request out that arrives after all", async () => {
    const { ours, other } = await setUp();
    proxy.rule = ({ isBatch, body }) => (isBatch && !body.includes("given-up") ? "late" : "pass");

    await assert.rejects(ours.commit(PK, [insert]), {
      code: "ERR_STORE_FAILED",
      details: "AbortError",
    });
    await proxy.settle();

    assert.ok(proxy.count("late") > 1);
    assert.deepEqual(await readValues(other), { old: "nobody", row: "nobody" });
  });

  it("says that nobody knows when nothing answers any more", async () => {
    const { ours } = await setUp();
    meetFirst("lose-answer", "lose-request");

    const error: AppError = await ours.commit(PK, [insert]).then(
      () => assert.fail("it was kept"),
      (one) => one,
    );

    assert.equal(error.code, "ERR_STORE_FAILED");
    assert.match(error.details ?? "", /^unknown outcome: /);
  });

  it("has no witness for 100 changes, and does not guess", async () => {
    const { ours, other } = await setUp();
    meetFirst("lose-answer");
    const ops = Array.from({ length: 100 }, (_, n): Op => ({ ...insert, rk: `n${n}` }) as Op);

    await assert.rejects(ours.commit(PK, ops), { code: "ERR_STORE_FAILED", details: /unknown/ });

    assert.equal((await other.list(PK)).length, 102);
  });

  it("says how long a busy service asks to wait", async () => {
    const { ours, other } = await setUp();
    proxy.rule = ({ isBatch }) => (isBatch ? "busy" : "pass");

    await assert.rejects(ours.commit(PK, [insert]), {
      code: "ERR_STORE_FAILED",
      details: "503 ServerBusy",
      seconds: 7,
    });

    assert.deepEqual(await readValues(other), { old: "nobody", row: "nobody" });
  });

  it("comes again to a service that was busy", async () => {
    const { ours, other } = await setUp();
    meetFirst("busy");

    await ours.commit(PK, [insert]);

    assert.deepEqual(await readValues(other), { new: "us", old: "nobody", row: "nobody" });
  });

  it("reads again, and gives up in time", async () => {
    const { ours } = await setUp();
    let asked = 0;
    proxy.rule = () => (++asked === 1 ? "lose-answer" : "pass");
    assert.equal((await ours.list(PK)).length, 2);
    proxy.rule = () => "silence";
    const start = performance.now();

    await assert.rejects(ours.get(PK, "row"), { code: "ERR_STORE_FAILED", seconds: 5 });

    assert.ok(performance.now() - start < PATIENCE.allMs + 2 * PATIENCE.tryMs);
  });
});
