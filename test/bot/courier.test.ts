import assert from "node:assert/strict";
import { drawHelp } from "../../src/core/view/index.ts";
import { tenantId } from "../support/activities.ts";
import type { BotStage } from "../support/bot.ts";
import { buildIdentity } from "../support/people.ts";
import { inChannel, listPublic, OWN_CHAT, startTargetedStage } from "../support/targeted.ts";

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

  it("S63 edits in private what is for one person alone", async () => {
    const view = drawHelp(stage.world, "en", []);

    const outcome = await stage.messenger.courier.edit({ ...place, targetedTo }, view);

    assert.equal(outcome, "done");
    assert.deepEqual(
      sent().map((one) => `${one.method} ${one.path}`),
      [`PUT ${path}?isTargetedActivity=true`],
    );
    assert.deepEqual(listPublic(sent()), []);
  });

  describe("post to a person", () => {
    const { personId } = buildIdentity();
    const person = { kind: "person", tenantId, personId } as const;
    const post = `POST /v3/conversations/${encodeURIComponent(OWN_CHAT)}/activities`;

    it("says where its card stands in their own chat", async () => {
      const outcome = await stage.messenger.courier.post(person, drawHelp(stage.world, "en", []));

      assert.deepEqual(outcome, {
        kind: "posted",
        conversationId: OWN_CHAT,
        activityId: outcome.kind === "posted" ? outcome.activityId : "",
      });
      assert.deepEqual(
        sent().map((one) => [`${one.method} ${one.path}`, one.body.attachments?.length]),
        [[post, 1]],
      );
    });

    it("posts one line where that is enough", async () => {
      const view = drawHelp(stage.world, "en", []);

      await stage.messenger.courier.post(person, view, "line");

      assert.deepEqual(
        sent().map(({ body }) => [body.text, body.attachments]),
        [[view.summary, undefined]],
      );
    });

    it("knows nobody who never opened a chat with it", async () => {
      const view = drawHelp(stage.world, "en", []);

      const outcome = await stage.messenger.courier.post({ ...person, personId: "nobody" }, view);

      assert.deepEqual([outcome, sent()], [{ kind: "not-installed" }, []]);
    });
  });
});
