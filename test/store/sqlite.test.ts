import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openStore } from "../../src/store/index.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { SqliteStore } from "../../src/store/sqlite-store.ts";
import { createFakeLog } from "../support/fakes.ts";
import { describeStore } from "./conformance.ts";
import { useFolder } from "./folders.ts";

const FAILED = { code: "ERR_STORE_FAILED" };

function makeForeign(file: string, version: number): string {
  const db = new DatabaseSync(file);
  db.exec(`CREATE TABLE things (a); PRAGMA user_version=${version}`);
  db.close();
  return file;
}

describe("sqlite", () => {
  const folder = useFolder();
  let files = 0;
  const newFile = () => join(folder(), `${++files}.db`);

  describeStore("a file", () => openStore({ file: newFile() }));
  describeStore("memory", () => openStore({ file: ":memory:" }));

  describe("openDatabase", () => {
    it("runs with durable settings, for one process", () => {
      const db = openDatabase(newFile());

      const settings = ["synchronous", "journal_mode", "locking_mode", "user_version"].map(
        (name) => db.prepare(`PRAGMA ${name}`).get()?.[name],
      );

      db.close();
      assert.deepEqual(settings, [2, "wal", "exclusive", 1]);
    });

    it("has one strict table of rows", () => {
      const db = openDatabase(":memory:");

      const tables = db.prepare("SELECT name, strict, wr FROM pragma_table_list('rows')").all();

      db.close();
      assert.deepEqual(
        tables.map((table) => ({ ...table })),
        [{ name: "rows", strict: 1, wr: 1 }],
      );
    });

    it("keeps no file of shared memory beside it", async () => {
      const file = newFile();
      const store = await openStore({ file });
      await store.commit("p", [{ op: "put", rk: "a", value: {} }]);

      const isThere = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;

      assert.deepEqual([isThere(`${file}-wal`), isThere(`${file}-shm`)], [true, false]);
      await store.close();
    });
  });

  describe("openStore", () => {
    it("finds again what an earlier opening wrote", async () => {
      const file = newFile();
      const first = await openStore({ file });
      await first.commit("p", [{ op: "put", rk: "a", value: { x: 1 } }]);
      const before = await first.get("p", "a");
      await first.close();

      const second = await openStore({ file });

      assert.deepEqual(await second.get("p", "a"), before);
      await second.close();
    });

    it("makes folder and files for their owner only", async function () {
      if (process.platform === "win32") this.skip();
      const file = join(folder(), "new", "deep", "state.db");
      const store = await openStore({ file });
      await store.commit("p", [{ op: "put", rk: "a", value: {} }]);

      const paths = [join(folder(), "new"), join(folder(), "new", "deep"), file, `${file}-wal`];
      const modes = paths.map((path) => (statSync(path).mode & 0o777).toString(8));

      await store.close();
      assert.deepEqual(modes, ["700", "700", "600", "600"]);
    });

    it("refuses a second opening in the same process", async () => {
      const file = newFile();
      const store = await openStore({ file });

      await assert.rejects(openStore({ file, waitMs: 0 }), { code: "ERR_STORE_LOCKED" });
      await assert.rejects(openStore({ file, waitMs: 0 }), { code: "ERR_STORE_LOCKED" });

      await store.close();
    });

    it("refuses the file of a newer version untouched", async () => {
      const file = newFile();
      const db = openDatabase(file);
      db.exec("PRAGMA user_version=99");
      db.close();
      const before = readFileSync(file);

      await assert.rejects(openStore({ file }), { code: "ERR_STORE_NEWER" });
      assert.deepEqual(readFileSync(file), before);
    });

    const unfit: Record<string, (file: string) => string> = {
      "a folder": (file) => {
        mkdirSync(file);
        return file;
      },
      "below a file": (file) => {
        writeFileSync(file, "");
        return join(file, "state.db");
      },
      "no database": (file) => {
        writeFileSync(file, "not a database, but long enough to be read as one".repeat(100));
        return file;
      },
      "another program's database": (file) => makeForeign(file, 0),
      "another program's, with a version": (file) => makeForeign(file, 1),
    };
    for (const [what, make] of Object.entries(unfit))
      it(`refuses a file that is ${what}`, async () => {
        const file = make(newFile());

        await assert.rejects(openStore({ file, waitMs: 0 }), FAILED);
      });

    it("refuses to write to a disk that takes nothing", async () => {
      // Opened read-only by SQLite: file modes do not hold for root.
      const file = newFile();
      await (await openStore({ file })).close();
      const store = new SqliteStore(new DatabaseSync(file, { readOnly: true }));

      await assert.rejects(store.commit("p", [{ op: "put", rk: "a", value: {} }]), {
        ...FAILED,
        details: "attempt to write a readonly database",
      });
      assert.deepEqual(await store.list("p"), []);
      await store.close();
    });

    it("refuses a row whose text somebody broke", async () => {
      const file = newFile();
      const db = openDatabase(file);
      db.exec("INSERT INTO rows VALUES ('p', 'a', 'e', '{')");
      db.close();
      const store = await openStore({ file });

      await assert.rejects(store.get("p", "a"), FAILED);

      await store.close();
    });
  });

  describe("a second process", () => {
    const children: ChildProcess[] = [];
    after(() => {
      for (const child of children) child.kill("SIGKILL");
    });

    /** Starts the process, and gives what it says first. */
    async function hold(file: string): Promise<{ child: ChildProcess; said: string }> {
      const holder = join(import.meta.dirname, "hold-store.ts");
      const stdio = ["pipe", "pipe", "inherit"] as const;
      const child = spawn(process.execPath, [holder, file], { stdio: [...stdio] });
      children.push(child);
      assert.ok(child.stdout);
      const [said] = await once(child.stdout, "data");
      return { child, said: String(said) };
    }

    it("is refused at once, and let in after a kill", async () => {
      const file = newFile();
      const { child } = await hold(file);
      const log = createFakeLog();

      await assert.rejects(openStore({ file, waitMs: 0 }), { code: "ERR_STORE_LOCKED" });
      const waiting = openStore({ file, log, waitMs: 10_000 });
      child.kill("SIGKILL");
      const store = await waiting;

      await store.commit("p", [{ op: "put", rk: "a", value: {} }]);
      assert.equal(log.find("store held by another process, waiting").length, 1);
      await store.close();
    });

    it("stays out after another opening here was refused", async () => {
      const file = newFile();
      const store = await openStore({ file });
      await assert.rejects(openStore({ file, waitMs: 0 }), { code: "ERR_STORE_LOCKED" });

      const { said } = await hold(file);

      assert.equal(said, "ERR_STORE_LOCKED");
      await store.close();
    });

    it("leaves the event loop free while it waits", async () => {
      const file = newFile();
      await hold(file);
      let beats = 0;
      const heart = setInterval(() => beats++, 10);

      await assert.rejects(openStore({ file, waitMs: 300 }), { code: "ERR_STORE_LOCKED" });

      clearInterval(heart);
      assert.ok(beats >= 5, `${beats} beats`);
    });
  });

  describe("migrate", () => {
    const steps = ["CREATE TABLE one (a)", "CREATE TABLE two (a)", "CREATE TABLE three (a)"];
    const tablesOf = (db: DatabaseSync) =>
      db
        .prepare("SELECT name FROM sqlite_schema ORDER BY rowid")
        .all()
        .map(({ name }) => name);
    const versionOf = (db: DatabaseSync) => db.prepare("PRAGMA user_version").get()?.user_version;

    it("runs what a file has not had, once", () => {
      const db = new DatabaseSync(":memory:");
      migrate(db, steps.slice(0, 1));

      migrate(db, steps);
      migrate(db, steps);

      assert.deepEqual([tablesOf(db), versionOf(db)], [["one", "two", "three"], 3]);
    });

    it("changes nothing when a step fails", () => {
      const db = new DatabaseSync(":memory:");
      migrate(db, steps.slice(0, 1));

      assert.throws(() => migrate(db, [...steps, "CREATE TABLE one (a)"]));

      assert.deepEqual([tablesOf(db), versionOf(db), db.isTransaction], [["one"], 1, false]);
    });
  });
});
