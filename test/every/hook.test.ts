import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const TESTS = join(import.meta.dirname, "..");

describe("every hook", () => {
  it("stands in a describe, or it would run for every file", () => {
    const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".test.ts"),
    );

    const roots = files.filter((file) =>
      /^(before|after|beforeEach|afterEach|use[A-Z]\w*)\(/m.test(
        readFileSync(join(TESTS, file), "utf8"),
      ),
    );

    assert.ok(files.length > 100);
    assert.deepEqual(roots, []);
  });
});
