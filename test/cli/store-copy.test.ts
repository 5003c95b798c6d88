import assert from "node:assert/strict";
import { type SpawnOptionsWithoutStdio, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Op, Store } from "../../src/ports/index.ts";
import {
  createAuditKey,
  createLedger,
  type OpenStore,
  openStore,
  verifyLedger,
} from "../../src/store/index.ts";
import { startAzureTable } from "../support/azure-table.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { createFakeClock, createFakeIds } from "../support/fakes.ts";

const SECRET = "k".repeat(32);
const COMMAND = join(import.meta.dirname, "../../src/cli/store-copy.ts");
const TENANTS = ["7e9a9700-5a9d-4b0c-8000-000000000002", "0e9a9700-5a9d-4b0c-8000-000000000003"];

/** Not spawnSync: a proxy or Azurite answers from this process's event loop or beside it. */
async function run(words: readonly string[], environment: Record<string, string>) {
  const env = { PATH: process.env.PATH, SECRET_STATE_KEY: SECRET, ...environment };
  const options: SpawnOptionsWithoutStdio = { env };
  const child = spawn(process.execPath, [COMMAND, ...words], options);
  const [stdout, stderr, status] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return {
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
    status,
  };
}

describe("npm run store:copy", function () {
  this.timeout(60_000);
  let folder = "";
  let files = 0;
  const opened: Store[] = [];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "consentry-copy-"));
  });
  let cleanUp = async () => {};
  afterEach(async () => {
    await cleanUp();
    cleanUp = async () => {};
    for (const store of opened.splice(0)) await store.close();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Two tenants with an audit line each, rows of awkward values, and more of them than a page has. */
  async function writeFile(spoil?: (store: OpenStore) => Promise<void>): Promise<string> {
    const file = join(folder, `${++files}.db`);
    const store = await openStore({ file });
    const ledger = createLedger({
      store,
      key: createAuditKey([SECRET]),
      clock: createFakeClock(),
      ids: createFakeIds(),
    });
    for (const tenant of TENANTS)
      await ledger.record(
        tenant,
        { verb: "consent.opened", actor: "person-1", object: "consent:1" },
        async () => [
          { op: "insert", rk: "empty", value: {} },
          { op: "insert", rk: "text", value: { text: "Zürich 🎉 \ud83c \u2028" } },
          { op: "insert", rk: "large", value: { text: "ü".repeat(400_000) } },
          { op: "insert", rk: "largest", value: { text: "🎉".repeat(200_000) } },
        ],
      );
    for (let batch = 0; batch < 11; batch++)
      await store.commit(
        "agenda-a",
        Array.from(
          { length: 100 },
          (_, n): Op => ({ op: "put", rk: `n${batch}.${n}`, value: { n } }),
        ),
      );
    await spoil?.(store);
    await store.close();
    return file;
  }

  async function openTable(name: string): Promise<OpenStore> {
    const access = { kind: "connection", connection: await toConnection() } as const;
    const store = await openStore({ tables: { access, name } });
    opened.push(store);
    return store;
  }

  async function setUp(name = newTable()) {
    const connection = await toConnection();
    const environment = { SECRET_TABLES_CONNECTION: connection, TABLES_NAME: name };
    return { environment, table: await openTable(name) };
  }

  /** All that a store holds. */
  async function readAll(store: OpenStore): Promise<Record<string, unknown>> {
    const all: Record<string, unknown> = {};
    for await (const pk of store.listPartitions())
      for (const { rk, value } of await store.list(pk, { limit: 10_000 }))
        all[`${pk} ${rk}`] = value;
    return all;
  }

  async function readFile(file: string): Promise<Record<string, unknown>> {
    const store = await openStore({ file });
    const all = await readAll(store);
    await store.close();
    return all;
  }

  it("copies all partitions, and proves it", async () => {
    const file = await writeFile();
    const { environment, table } = await setUp();

    const { stdout, stderr, status } = await run([file], environment);

    assert.deepEqual([stderr, status], ["", 0]);
    assert.deepEqual(stdout.split("\n").slice(0, 5), [
      `From ${file} to the table ${environment.TABLES_NAME}:`,
      "  tenants: 2 partitions, 12 rows, 12 of them written now",
      "  agenda: 1 partitions, 1100 rows, 1100 of them written now",
      "  sys: 1 partitions, 2 rows, 2 of them written now",
      "All of them are equal on both sides: 4 partitions, 1114 rows, 1114 of them written now.",
    ]);
    for (const tenant of TENANTS)
      assert.match(stdout, new RegExp(`Tenant ${tenant}: the audit log is whole, 1 lines`));
    assert.deepEqual(await readAll(table), await readFile(file));
    assert.equal(
      (await verifyLedger(table, createAuditKey([SECRET]), TENANTS[0] ?? "")).kind,
      "intact",
    );
  });

  it("comes to the table as a managed identity", async () => {
    const file = await writeFile();
    const azure = await startAzureTable();
    cleanUp = azure.stop;
    const { environment, table } = await setUp();

    const { stderr, status } = await run([file], {
      ...azure.environment,
      TABLES_NAME: environment.TABLES_NAME,
    });

    const [asked] = azure.tokenRequests;
    const { searchParams } = new URL(asked?.url ?? "", "http://127.0.0.1");
    assert.deepEqual([stderr, status], ["", 0]);
    assert.deepEqual(
      [searchParams.get("resource"), searchParams.get("client_id")],
      ["https://storage.azure.com/", azure.environment.TABLES_MANAGED_IDENTITY],
    );
    assert.equal(asked?.headers["x-identity-header"], azure.environment.IDENTITY_HEADER);
    assert.deepEqual(azure.tokenRequests.length, 1);
    assert.deepEqual([...azure.tableRequests].sort(), ["GET Bearer", "POST Bearer"]);
    assert.deepEqual(await readAll(table), await readFile(file));
  });

  it("goes on after a break, and changes nothing when run again", async () => {
    const file = await writeFile();
    const { environment, table } = await setUp();
    await table.commit("agenda-a", [{ op: "insert", rk: "n3.7", value: { n: 7 } }]);

    const first = await run([file], environment);
    const etags = await table.list("agenda-a");
    const second = await run([file], environment);

    assert.deepEqual([first.status, second.status], [0, 0]);
    assert.match(first.stdout, /1114 rows, 1113 of them written now\./);
    assert.match(second.stdout, /1114 rows, 0 of them written now\./);
    assert.deepEqual(await table.list("agenda-a"), etags);
  });

  const strangers: Record<string, [pk: string, rk: string, value: object]> = {
    "a row that the file has not": ["agenda-a", "other", {}],
    "a partition that the file has not": ["zzz", "other", {}],
    "another value": ["agenda-a", "n3.7", { n: 8 }],
  };
  for (const [what, [pk, rk, value]] of Object.entries(strangers))
    it(`leaves a table alone that holds ${what}`, async () => {
      const file = await writeFile();
      const { environment, table } = await setUp();
      await table.commit(pk, [{ op: "insert", rk, value }]);

      const { stderr, status } = await run([file], environment);

      assert.match(
        stderr,
        new RegExp(`^The table \\w+ holds ${rk} of ${pk}, .+ TABLES_NAME .+\\.\\n$`),
      );
      assert.equal(status, 2);
      assert.deepEqual(await readAll(table), { [`${pk} ${rk}`]: value });
    });

  it("says which audit log of the copy is broken", async () => {
    const [tenant = ""] = TENANTS;
    const file = await writeFile(async (store) => {
      const [line] = await store.list(tenant, { from: "audit|", to: "audit|~" });
      await store.commit(tenant, [{ op: "delete", rk: line?.rk ?? "" }]);
    });
    const { environment } = await setUp();

    const { stdout, status } = await run([file], environment);

    assert.match(stdout, new RegExp(`Tenant ${tenant}: the audit log is broken: line 1`));
    assert.doesNotMatch(stdout, /Set STORE=tables/);
    assert.equal(status, 1);
  });

  it("says in one sentence what is wrong, and copies nothing", async () => {
    const file = await writeFile();
    const { environment, table } = await setUp();
    const held = await writeFile();
    opened.push(await openStore({ file: held }));

    const refusals = [
      await run([file, file], environment),
      await run(["--help"], environment),
      await run([join(folder, "none.db")], environment),
      await run([held], environment),
      await run([file], { ...environment, SECRET_STATE_KEY: "" }),
      await run([file], { ...environment, SECRET_TABLES_CONNECTION: "" }),
    ];

    assert.deepEqual(
      refusals.map(({ stdout, stderr, status }) => [
        stdout,
        stderr.split(" ", 4).join(" "),
        status,
      ]),
      [
        ["", "Usage: npm run -s", 2],
        ["", "Usage: npm run -s", 2],
        ["", "There is no store", 2],
        ["", `Consentry is using ${held}:`, 2],
        ["", "The audit log cannot", 2],
        ["", "There is no table", 2],
      ],
    );
    assert.ok(refusals.every(({ stderr }) => stderr.trim().split("\n").length === 1));
    assert.deepEqual(await readAll(table), {});
  });
});
