import assert from "node:assert/strict";
import { commands } from "../../src/bot/commands/index.ts";
import { nearestCommand } from "../../src/bot/nearest-command.ts";

describe("nearestCommand", () => {
  const meant: Record<string, string | undefined> = {
    hepl: "help",
    hlp: "help",
    helpp: "help",
    help: "help",
    HELO: "help",
    "sing in": "sign-in",
    "sign  in": "sign-in",
    scenaros: "scenarios",
    hel: "help",
    hi: undefined,
    "what is this": undefined,
    "": undefined,
  };
  for (const [text, name] of Object.entries(meant))
    it(`finds ${name ?? "nothing"} for "${text}"`, () => {
      assert.equal(nearestCommand(text, commands)?.name, name);
    });
});
