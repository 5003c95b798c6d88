import assert from "node:assert/strict";
import type { TurnContext } from "botbuilder";
import type { GoTo } from "../../src/bot/courier.ts";
import { createStand } from "../../src/bot/stand.ts";
import { toTurn } from "../../src/bot/turn.ts";
import { buildActivity } from "../support/activities.ts";

const turn = toTurn(buildActivity() as unknown as Parameters<typeof toTurn>[0]);
const own = { name: "own" } as unknown as TurnContext;
const fresh = { name: "fresh" } as unknown as TurnContext;
const asked: string[] = [];
const goTo: GoTo = async (_tenant, conversationId, run) => {
  asked.push(conversationId);
  await run(fresh);
  return true;
};

describe("createStand", () => {
  beforeEach(() => {
    asked.length = 0;
  });

  it("uses the context of the turn while it lasts", async () => {
    const stand = createStand(goTo, own, turn);

    assert.equal(await stand.reach(async (context) => context), own);
    assert.deepEqual(asked, []);
  });

  it("uses a fresh context once the turn is over", async () => {
    const stand = createStand(goTo, own, turn);

    stand.end();

    assert.equal(await stand.reach(async (context) => context), fresh);
    assert.deepEqual(asked, [turn.conversationId]);
  });

  it("fails where nothing can be reached any more", async () => {
    const stand = createStand(async () => false, own, turn);

    stand.end();

    await assert.rejects(
      stand.reach(async () => "member"),
      { code: "ERR_TURN_FAILED" },
    );
  });

  it("sends nothing at all where it cannot be private", async () => {
    const targeted = { ...turn, isTargeted: true };
    const blind = { adapter: {}, turnState: new Map() } as unknown as TurnContext;

    assert.throws(() => createStand(goTo, blind, targeted), { code: "ERR_TURN_FAILED" });
  });
});
