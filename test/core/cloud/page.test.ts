import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cloud, clouds } from "../../../src/core/cloud/index.ts";

const PAGE = join(import.meta.dirname, "../../../docs/clouds.md");

/** Fields that say what a row is, not where something is. */
const NO_FACTS = new Set(["id", "title", "inferred"]);

function formatValue(value: unknown): string {
  const values = Array.isArray(value) ? value : [value];
  return values.length === 0 ? "none" : values.map((one) => `\`${String(one)}\``).join(" ");
}

/** The table of a cloud as the page must have it, one line a field. */
function tableOf(row: Cloud): string[] {
  const facts = Object.entries(row).filter(([field]) => !NO_FACTS.has(field));
  return facts.map(([field, value]) => {
    const reason = row.inferred.find((one) => one.field === field)?.reason;
    const read = reason === undefined ? "read" : `**inferred** ${reason}`;
    return `| \`${field}\` | ${formatValue(value)} | ${read} |`;
  });
}

/** The lines of a cloud's table on the page. */
function readTable(title: string): string[] {
  const [, section = ""] = readFileSync(PAGE, "utf8").split(`\n## ${title}\n`);
  const [own = ""] = section.split("\n## ");
  return own.split("\n").filter((line) => line.startsWith("| `"));
}

describe("docs/clouds.md", () => {
  for (const row of clouds.filter(({ id }) => id !== "sandbox"))
    it(`says what the row of ${row.id} says`, () => {
      assert.deepEqual(readTable(row.title), tableOf(row));
    });
});
