import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const main = join(import.meta.dirname, "../../src/main.ts");

describe("npm start", () => {
  let child: ChildProcess | undefined;
  let out = "";
  let errors = "";
  /** Starts the product in a process of its own. */
  function start(environment: Record<string, string>): ChildProcess {
    out = "";
    errors = "";
    const { PATH = "", HOME = "" } = process.env;
    child = spawn(process.execPath, [main], { env: { PATH, HOME, ...environment } });
    child.stdout?.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      errors += chunk;
    });
    return child;
  }
  afterEach(() => {
    child?.kill("SIGKILL");
  });

  it("prints one address, answers there, and ends on SIGTERM", async () => {
    const started = start({ PORT: "0" });
    while (!out.includes("\n")) await once(started.stdout ?? started, "data");

    const [, address = ""] = /^Consentry sandbox: (http:\/\/127\.0\.0\.1:\d+\/)\n$/.exec(out) ?? [];
    const page = await fetch(address);
    const ready = await fetch(`${address}readyz`);
    started.kill("SIGTERM");
    const [code] = await once(started, "exit");

    assert.deepEqual([page.status, ready.status, code], [200, 200, 0]);
    assert.deepEqual([out.split("\n").length, errors], [2, ""]);
  });

  const refusals: Record<string, [environment: Record<string, string>, sentence: RegExp]> = {
    "an unknown cloud": [{ CLOUD: "moon" }, /^CLOUD does not fit[^\n]+\n$/],
    "the sandbox in production": [{ NODE_ENV: "production" }, /^The sandbox does not run[^\n]+\n$/],
    "a pack that is not there": [{ PORT: "0", CATALOGUE_PACKS: "/nowhere" }, /nowhere/],
  };
  for (const [name, [environment, sentence]] of Object.entries(refusals))
    it(`refuses ${name} in one sentence without a stack`, async () => {
      const [code] = await once(start(environment), "exit");

      assert.equal(code, 1);
      assert.match(errors, sentence);
      assert.ok(!/\n +at /.test(errors), errors);
      assert.equal(out, "");
    });
});
