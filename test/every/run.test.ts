import assert from "node:assert/strict";
import { addUp, type Part } from "../support/add-up.ts";

const part = (text: string, code = 0): Part => ({ name: "part", code, text });
const green = part("3 passing\n40 passed, 0 failed\n");

describe("every run of the suite", () => {
  const runs: Record<string, [parts: Part[], last: string, isGreen: boolean]> = {
    "adds up what its processes counted": [
      [green, part("2 passed, 0 failed\n")],
      "42 passed, 0 failed",
      true,
    ],
    "is red when one of them is": [
      [green, part("2 passed, 3 failed\n", 3)],
      "42 passed, 3 failed",
      false,
    ],
    "counts a process without a last line": [
      [green, part("Error: no Chromium\n", 1)],
      "40 passed, 1 failed",
      false,
    ],
    "counts one that ends in silence": [[green, part("")], "40 passed, 1 failed", false],
    "counts one that fails without a failure": [
      [green, part("2 passed, 0 failed\n", 7)],
      "42 passed, 1 failed",
      false,
    ],
    "reads the last of several summaries": [
      [part("1 passed, 1 failed\n5 passed, 0 failed\n")],
      "5 passed, 0 failed",
      true,
    ],
  };

  for (const [name, [parts, last, isGreen]] of Object.entries(runs))
    it(name, () => {
      const sum = addUp(parts);

      assert.deepEqual([sum.lines.at(-1), sum.isGreen], [last, isGreen]);
    });
});
