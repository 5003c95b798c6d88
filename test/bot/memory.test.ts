import assert from "node:assert/strict";
import { commands } from "../../src/bot/commands/index.ts";
import { createDeliveries } from "../../src/bot/deliveries.ts";
import { nearestCommand } from "../../src/bot/nearest-command.ts";
import { createFakeClock } from "../support/fakes.ts";

describe("createDeliveries", () => {
  it("lets a key through once in ten minutes", () => {
    const clock = createFakeClock();
    const deliveries = createDeliveries(clock);

    const first = deliveries.claim("a");
    const second = deliveries.claim("a");
    clock.advance(10 * 60_000);
    const later = deliveries.claim("a");

    assert.deepEqual([first, second, later], [true, false, true]);
  });

  it("keeps no more than its limit", () => {
    const deliveries = createDeliveries(createFakeClock(), 2);
    for (const key of ["a", "b", "c"]) void deliveries.claim(key);

    assert.deepEqual(
      ["c", "b", "a"].map((key) => deliveries.claim(key)),
      [false, true, true],
    );
  });
});

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
