import assert from "node:assert/strict";
import { type BotStage, startBotStage } from "../support/bot.ts";

describe("an activity with wrong fields", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  const MALFORMED: readonly Readonly<Record<string, unknown>>[] = [
    { text: 123 },
    { text: { toString: "x" } },
    { locale: 5 },
    { entities: [null] },
    { entities: "mention" },
    { from: "somebody" },
    { from: { id: 7 } },
    { recipient: 1 },
    { conversation: { id: 5 } },
    { replyToId: {} },
    { type: "conversationUpdate", membersAdded: [null] },
  ];
  for (const fields of MALFORMED)
    it(`is refused in one word: ${JSON.stringify(fields)}`, async () => {
      const { status, body } = await stage.deliver(fields);

      assert.deepEqual({ status, body }, { status: 400, body: { error: "activity" } });
    });

  it("is answered each time where it has no id", async () => {
    const before = stage.channel.sent.length;

    await stage.deliver({ id: undefined, text: "help" });
    await stage.deliver({ id: undefined, text: "scenario 7" });

    assert.equal(stage.channel.sent.length - before, 2);
  });
});
