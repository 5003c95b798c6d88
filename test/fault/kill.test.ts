import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { newTable, toConnection } from "../support/azurite.ts";
import { readKept, SECRET } from "./kept-state.ts";

/** After how many acknowledged commits each process is killed. */
const KILL_AFTER = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 1];

describe("kill -9 while the store commits", () => {
  let folder = "";
  const children: ChildProcess[] = [];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "consentry-kill-"));
  });
  after(() => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  /** Kills a process after so many acknowledged commits, and gives the last number it acknowledged. */
  async function commitUntilKilled(where: string, count: number): Promise<number> {
    const script = join(import.meta.dirname, "commit-loop.ts");
    const child = spawn(process.execPath, [script, where, SECRET], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    const closed = once(child, "close");
    let acknowledged = 0;
    let last = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line);
      if (++acknowledged === count) child.kill("SIGKILL");
    }
    const [, signal] = await closed;
    assert.equal(signal, "SIGKILL");
    return last;
  }

  const engines: Record<string, () => Promise<string>> = {
    "a file": async () => join(folder, "state.db"),
    "a table": async () => `${await toConnection()} ${newTable()}`,
  };
  for (const [engine, toWhere] of Object.entries(engines))
    it(`loses nothing acknowledged and tears nothing, in ${engine}`, async function () {
      this.timeout(120_000);
      const where = await toWhere();
      const rounds: { acknowledged: number; kept: number }[] = [];
      for (const count of KILL_AFTER) {
        const acknowledged = await commitUntilKilled(where, count);
        rounds.push({ acknowledged, kept: await readKept(where) });
      }

      const lost = rounds.filter(({ acknowledged, kept }) => kept < acknowledged);
      // One commit may have been on its way: kept, and not yet acknowledged.
      const strange = rounds.filter(({ acknowledged, kept }) => kept > acknowledged + 1);
      assert.deepEqual({ lost, strange }, { lost: [], strange: [] });
      const acknowledged = rounds.at(-1)?.acknowledged ?? 0;
      assert.ok(acknowledged >= 200);
      process.stdout.write(
        `kill -9 in ${engine}: ${rounds.length} kills, ${acknowledged} acknowledged, ${lost.length} lost, 0 torn\n`,
      );
    });
});
