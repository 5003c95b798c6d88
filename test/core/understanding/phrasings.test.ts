import assert from "node:assert/strict";
import { type Score, scorePhrasings } from "./score-phrasings.ts";

/** Share of the main set that must be right; the words and bars were made with it. */
const MAIN = 0.99;

/**
 * Share of the held-out set, whose texts nobody tunes on. The goal is 0.95; this is the floor that
 * was measured, to be raised, never lowered.
 */
const HELD_OUT = 0.866;

/** Texts of the held-out set outside the catalogue yet answered. The goal is 0; this was measured. */
const GUESSED = 1;

describe("phrasings", () => {
  it("understands the main set", () => {
    const score = report("phrasings.jsonl");

    assert.ok(shareOf(score) >= MAIN, `${score.right} of ${score.total}`);
  });

  it("understands the held-out set", () => {
    const score = report("phrasings.held-out.jsonl");

    assert.ok(shareOf(score) >= HELD_OUT, `${score.right} of ${score.total}`);
  });

  it("answers nothing outside the catalogue: main set", () => {
    assert.deepEqual(scorePhrasings("phrasings.jsonl").guessed, []);
  });

  it("answers hardly anything outside: held-out set", () => {
    const { guessed } = scorePhrasings("phrasings.held-out.jsonl");

    assert.ok(guessed.length <= GUESSED, `${guessed.length} guessed`);
  });
});

function report(file: string): Score {
  const score = scorePhrasings(file);
  process.stdout.write(`      ${file}: ${(100 * shareOf(score)).toFixed(1)} %\n`);
  return score;
}

function shareOf({ right, total }: Score): number {
  return right / total;
}
