import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../../src/ports/index.ts";
import {
  createAuditKey,
  createAuditTrail,
  createLedger,
  openStore,
} from "../../src/store/index.ts";
import { newTable, toConnection } from "../support/azurite.ts";
import { createFakeClock, createFakeIds } from "../support/fakes.ts";

const SECRET = "k".repeat(32);
const OLDER = "o".repeat(32);
const COMMAND = join(import.meta.dirname, "../../src/cli/audit.ts");

/** What the command says; the environment is its own, so that nothing of the machine's leaks in. */
function run(words: readonly string[], environment: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH, SECRET_STATE_KEY: SECRET, ...environment };
  const { stdout, stderr, status } = spawnSync(process.execPath, [COMMAND, ...words], {
    encoding: "utf8",
    env,
  });
  return { stdout, stderr, status };
}

describe("npm run audit", function () {
  this.timeout(60_000);
  let folder = "";
  let files = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "consentry-audit-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** A store with two lines of tenant-a and one of tenant-b. */
  async function write(secret = SECRET, spoil?: (store: Store) => Promise<void>): Promise<string> {
    const file = join(folder, `${++files}.db`);
    const store = await openStore({ file });
    await writeInto(store, secret);
    await spoil?.(store);
    await store.close();
    return file;
  }

  async function writeInto(store: Store, secret: string): Promise<void> {
    const ledger = createLedger({
      store,
      key: createAuditKey([secret]),
      clock: createFakeClock(),
      ids: createFakeIds(),
    });
    for (const [tenant, object] of [
      ["tenant-a", "consent:1"],
      ["tenant-a", "consent:=2"],
      ["tenant-b", "app:3"],
    ] as const)
      await ledger.record(
        tenant,
        { verb: "consent.opened", actor: "person-1", object, details: { links: 2 } },
        async () => [],
      );
  }

  function line(tenant: string, number: number, object: string, id: number): object {
    const at = "2026-11-02T09:00:00.000Z";
    const facts = { verb: "consent.opened", actor: "person-1", object, details: { links: 2 } };
    const row = `audit|${at}|00000000${number}.id-${id}|consent.opened`;
    return { tenant, line: number, at, ...facts, row };
  }

  it("prints every tenant's lines and says they are whole", async () => {
    const { stdout, stderr, status } = run([await write()]);

    assert.deepEqual(
      stdout
        .trim()
        .split("\n")
        .map((text) => JSON.parse(text)),
      [
        line("tenant-a", 1, "consent:1", 1),
        line("tenant-a", 2, "consent:=2", 2),
        line("tenant-b", 1, "app:3", 3),
      ],
    );
    assert.match(stderr, /^Tenant tenant-a: the audit log is whole, 2 lines, .+\.$/m);
    assert.match(stderr, /^Tenant tenant-b: the audit log is whole, 1 lines, .+\.$/m);
    assert.equal(status, 0);
  });

  it("prints one tenant's lines as CSV", async () => {
    const { stdout, status } = run([await write(), "--csv", "--tenant", "TENANT-B"]);

    assert.equal(
      stdout,
      '"tenant","line","at","verb","actor","object","details","row"\r\n' +
        '"tenant-b","1","2026-11-02T09:00:00.000Z","consent.opened","person-1","app:3","{""links"":2}",' +
        '"audit|2026-11-02T09:00:00.000Z|000000001.id-3|consent.opened"\r\n',
    );
    assert.equal(status, 0);
  });

  it("looks at the table where the settings name one", async () => {
    const connection = await toConnection();
    const name = newTable();
    const access = { kind: "connection", connection } as const;
    const table = await openStore({ tables: { access, name } });
    await writeInto(table, SECRET);
    await table.close();

    const { status, stdout, stderr } = run([], {
      STORE: "tables",
      SECRET_TABLES_CONNECTION: connection,
      TABLES_NAME: name,
    });

    assert.deepEqual([status, stdout.trim().split("\n").length], [0, 3]);
    assert.match(stderr, /^Tenant tenant-b: the audit log is whole, 1 lines/m);
  });

  it("takes the file from the settings", async () => {
    const { status, stdout } = run([], { STORE_FILE: await write() });

    assert.deepEqual([status, stdout.trim().split("\n").length], [0, 3]);
  });

  it("proves lines that an older key signed", async () => {
    const { status } = run([await write(OLDER)], { SECRET_STATE_KEY: `${SECRET}, ${OLDER}` });

    assert.equal(status, 0);
  });

  it("names the first broken row and ends with 1", async () => {
    const [, row = ""] = await readKeys();
    const file = await write(SECRET, (store) =>
      store.commit("tenant-a", [{ op: "delete", rk: row }]),
    );

    const { stderr, status } = run([file]);

    const sentence = `Tenant tenant-a: the audit log is broken: line 2 (${row}) is missing.`;
    assert.ok(stderr.startsWith(sentence), stderr);
    assert.match(stderr, /^Tenant tenant-b: the audit log is whole/m);
    assert.equal(status, 1);
  });

  it("prints a row that is no audit line by its key", async () => {
    const row = (await readKeys())[0] as string;
    const file = await write(SECRET, (store) =>
      store.commit("tenant-a", [{ op: "put", rk: row, value: { gone: true } }]),
    );

    const { stdout, status } = run([file, "--tenant", "tenant-a"]);

    assert.deepEqual(JSON.parse(stdout.split("\n")[0] ?? ""), { tenant: "tenant-a", row });
    assert.equal(status, 1);
  });

  it("says that a key is missing when another one signed", async () => {
    const { stderr, status } = run([await write(OLDER)]);

    assert.match(stderr, /signed with a key that is not set/);
    assert.equal(status, 1);
  });

  it("says what to do while Consentry holds the file", async () => {
    const file = await write();
    const store = await openStore({ file });

    const { stderr, stdout, status } = run([file]);

    await store.close();
    assert.match(stderr, /^Consentry is using .+: stop it, or name a copy of the file.+\.\n$/);
    assert.deepEqual([stdout, status], ["", 2]);
  });

  it("says so when there is no key, no file, or no sense", async () => {
    const file = await write();

    const refusals = [
      run([file], { SECRET_STATE_KEY: "" }),
      run([join(folder, "none.db")]),
      run([]),
      run([file, "--jsn"]),
      run([file, file]),
    ];

    assert.deepEqual(
      refusals.map(({ stdout, stderr, status }) => [
        stdout,
        stderr.split(" ", 4).join(" "),
        status,
      ]),
      [
        ["", "The audit log cannot", 2],
        ["", "There is no store", 2],
        ["", "There is no store", 2],
        ["", "Usage: npm run -s", 2],
        ["", "Usage: npm run -s", 2],
      ],
    );
  });

  it("says so when nothing was written yet", async () => {
    const file = join(folder, "empty.db");
    await (await openStore({ file })).close();

    const { stdout, stderr, status } = run([file]);

    assert.deepEqual([stdout, stderr, status], ["", "The audit log has not begun.\n", 0]);
  });

  describe("--file", () => {
    let exported = "";
    let lines: { actor: string }[] = [];
    before(async () => {
      const store = await openStore({ file: await write() });
      const key = createAuditKey([SECRET]);
      const tools = { clock: createFakeClock(), ids: createFakeIds() };
      const trail = createAuditTrail({
        store,
        key,
        ledger: createLedger({ store, key, ...tools }),
      });
      const period = { from: "2026-11-01", to: "2026-11-30" } as const;
      const given = await trail.export("tenant-a", { ...period, format: "json", actor: "admin-1" });
      await store.close();
      assert.ok(given.kind === "written");
      exported = given.text;
      lines = JSON.parse(exported).lines;
    });

    function prove(text: string, secret = SECRET) {
      const file = join(folder, `${++files}.json`);
      writeFileSync(file, text);
      return run(["--file", file], { SECRET_STATE_KEY: secret });
    }

    it("proves an export with and without the secret", () => {
      const [signed, unsigned] = [prove(exported), prove(exported, "")];

      const whole = "Tenant tenant-a: the export is whole, 2 lines, 1 to 2, the end of the log,";
      assert.ok(signed.stderr.startsWith(whole), signed.stderr);
      assert.match(signed.stderr, /Every signature is Consentry's\./);
      assert.match(unsigned.stderr, /Signatures were not looked at: set SECRET_STATE_KEY/);
      assert.deepEqual([signed.status, unsigned.status], [0, 0]);
    });

    it("names the first broken line and ends with 1", () => {
      const file = JSON.parse(exported);
      const spoiled = { ...file, lines: [lines[0], { ...lines[1], actor: "somebody" }] };

      const { stderr, status } = prove(JSON.stringify(spoiled), "");

      assert.match(stderr, /the export is broken: line 2 \(audit\|.+\) is not what was written\./);
      assert.equal(status, 1);
    });

    it("says so when it is no export", () => {
      const answers = [prove("{}"), prove("x"), run(["--file", join(folder, "none.json")])];

      assert.deepEqual(
        answers.map(({ status }) => status),
        [2, 2, 2],
      );
      assert.match(String(answers[1]?.stderr), /it is no JSON/);
    });
  });

  /** Row keys of tenant-a's lines, which are the same in each store of these tests. */
  async function readKeys(): Promise<readonly string[]> {
    const store = await openStore({ file: await write() });
    const rows = await store.list("tenant-a", { from: "audit|", to: "audit|~" });
    await store.close();
    return rows.map(({ rk }) => rk);
  }
});
