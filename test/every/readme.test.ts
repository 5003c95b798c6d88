import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { askJson } from "../../src/cli/ask-line.ts";
import { buildWorld } from "../core/view/examples.ts";

const README = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
const world = buildWorld();

interface Asked {
  readonly text: string;
  /** What was asked before it, for "`a`, then `b`". */
  readonly context: readonly string[];
}

/** The questions in the list under "Ask what you like". */
function listExamples(): Asked[] {
  const after = README.split(/^Ask what you like.*$/m)[1] ?? "";
  const bullets = (after.split(/^## /m)[0] ?? "").split("\n").filter((line) => /^- /.test(line));
  return bullets.flatMap((bullet) => {
    const asked: Asked[] = [];
    for (const [, link, text = ""] of bullet.matchAll(/(, then )?`([^`]+)`/g))
      asked.push({ text, context: link ? asked.map((earlier) => earlier.text) : [] });
    return asked;
  });
}

/** Kinds of answer that leave the person where he was. */
const LOST = ["clarify", "out-of-scope", "refuse"];

describe("every example in README.md", () => {
  it("is found", () => {
    assert.ok(listExamples().length >= 8);
    assert.ok(listExamples().some(({ context }) => context.length > 0));
  });

  for (const asked of listExamples())
    it(`is answered: ${asked.text}`, () => {
      const result = askJson(world, JSON.stringify(asked));

      assert.ok("kind" in result, JSON.stringify(result));
      assert.ok(!LOST.includes(result.kind), `${result.kind}: ${result.text}`);
    });
});
