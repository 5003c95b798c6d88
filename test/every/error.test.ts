import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ERRORS } from "../../src/core/errors.ts";

const ROOT = join(import.meta.dirname, "../..");

const code = readdirSync(join(ROOT, "src"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && entry.name !== "errors.ts")
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
  .join("\n");
const page = readFileSync(join(ROOT, "docs/errors.md"), "utf8");

describe("every error code", () => {
  for (const [name, meaning] of Object.entries(ERRORS)) {
    it(`${name} can happen`, () => {
      assert.ok(code.includes(`"${name}"`), "nothing throws it: take it out of the table");
    });

    it(`${name} says what it means`, () => {
      assert.match(meaning, /^[A-Z].+\.$/);
    });
  }

  it("of the page is one of the table, and the other way round", () => {
    const named = [...page.matchAll(/`(ERR_[A-Z_]+)`/g)].map(([, name]) => name);

    assert.deepEqual(named, Object.keys(ERRORS));
  });
});
