import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateDocs } from "../../src/cli/generated-docs.ts";
import { catalogue } from "../support/catalogue.ts";

const ROOT = join(import.meta.dirname, "../..");

describe("every generated page", () => {
  for (const [path, text] of Object.entries(generateDocs(catalogue)))
    it(`${path} is up to date`, () => {
      assert.equal(readFileSync(join(ROOT, path), "utf8"), text, "run `npm run docs`");
    });
});
