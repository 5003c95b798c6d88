import assert from "node:assert/strict";
import { toEditOutcome, toPostFailure } from "../../src/bot/post-failure.ts";
import { AppError } from "../../src/core/errors.ts";
import type { PostOutcome } from "../../src/ports/index.ts";

describe("toPostFailure()", () => {
  const table: Record<string, [error: unknown, outcome: PostOutcome]> = {
    "our own pace, with the seconds": [
      new AppError("ERR_TEAMS_BUSY", "later", { seconds: 40 }),
      { kind: "busy", seconds: 40 },
    ],
    "a fault of ours on the way": [
      new AppError("ERR_STORE_FAILED", "broken"),
      { kind: "unreached" },
    ],
    "a limit of Teams": [{ statusCode: 429 }, { kind: "busy", seconds: 30 }],
    "a fault of Teams": [{ statusCode: 503 }, { kind: "unknown" }],
    "a dropped socket": [new TypeError("fetch failed"), { kind: "unknown" }],
  };
  for (const [name, [error, outcome]] of Object.entries(table))
    it(`tells ${name}`, () => {
      const told = toPostFailure(error);

      assert.deepEqual(told, outcome);
    });
});

describe("toEditOutcome()", () => {
  const table: Record<string, [error: unknown, outcome: "gone" | "unreached"]> = {
    "a message that is not there": [{ statusCode: 404 }, "gone"],
    "a place that the bot has left": [
      { statusCode: 403, code: "BotNotInConversationRoster" },
      "gone",
    ],
    "a bot that is blocked for a while": [{ statusCode: 403, code: "Forbidden" }, "unreached"],
    "a fault of Teams": [{ statusCode: 503 }, "unreached"],
    "a dropped socket": [new TypeError("fetch failed"), "unreached"],
  };
  for (const [name, [error, outcome]] of Object.entries(table))
    it(`tells ${name}`, () => {
      assert.equal(toEditOutcome(error), outcome);
    });
});
