import assert from "node:assert/strict";
import { drawHelp } from "../../src/core/view/index.ts";
import { tenantId } from "../support/activities.ts";
import type { BotStage } from "../support/bot.ts";
import { inChannel, listPublic, startTargetedStage } from "../support/targeted.ts";

const place = { tenantId, conversationId: inChannel.conversation.id, activityId: "m-card" };
const targetedTo = "29:priya";

describe("the courier", () => {
  let stage: BotStage;
  let count: number;
  before(async () => {
    stage = await startTargetedStage();
    await stage.deliver(inChannel);
  });
  beforeEach(() => {
    count = stage.channel.sent.length;
  });
  after(() => stage?.stop());

  const sent = () => stage.channel.sent.slice(count);
  const path = `/v3/conversations/${encodeURIComponent(place.conversationId)}/activities/m-card`;

  it("S63 changes in private what is for one person alone", async () => {
    const view = drawHelp(stage.world, "en", []);

    const isChanged = await stage.messenger.courier.update({ ...place, targetedTo }, view);

    assert.equal(isChanged, true);
    assert.deepEqual(
      sent().map((one) => `${one.method} ${one.path}`),
      [`PUT ${path}?isTargetedActivity=true`],
    );
    assert.deepEqual(listPublic(sent()), []);
  });
});
