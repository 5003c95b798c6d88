import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readKept, SECRET } from "./kept-state.ts";

describe("a disk that is full", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "consentry-full-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const blocks of [300, 1000])
    it(`refuses the change that does not fit in ${blocks} blocks`, async function () {
      if (process.platform === "win32") this.skip();
      const file = join(folder, `${blocks}.db`);
      const script = join(import.meta.dirname, "commit-loop.ts");
      // A limit to the size of files fails writes as a full disk does, once its signal is ignored.
      const shell = 'trap "" XFSZ; ulimit -f "$1"; shift; exec "$@"';
      const words = ["-c", shell, "sh", String(blocks), process.execPath, script, file, SECRET];

      const { stdout } = spawnSync("sh", words, { encoding: "utf8", timeout: 15_000 });

      const lines = stdout.trim().split("\n");
      assert.equal(lines.at(-1), "ERR_STORE_FAILED");
      assert.ok(lines.length > 5, stdout);
      assert.equal(await readKept(file), lines.length - 1);
    });
});
