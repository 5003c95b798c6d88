import assert from "node:assert/strict";
import type { ConversationParameters } from "botbuilder";
import { drawHelp } from "../../src/core/view/index.ts";
import { tenantId } from "../support/activities.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import type { Script } from "../support/simulated-channel.ts";

describe("retries towards the Connector", () => {
  let stage: BotStage;
  beforeEach(async () => {
    stage = await startBotStage();
  });
  afterEach(() => stage?.stop());

  /** Answers the first requests of a method with a status, then all with 200. */
  function failFirst(times: number, status: number, headers = {}): Script {
    let left = times;
    return () => (left-- > 0 ? { status, headers } : { status: 200 });
  }
  const methods = () => stage.channel.sent.map(({ method }) => method);

  it("waits as told after 429 and sends once more", async () => {
    stage.channel.answer(failFirst(1, 429, { "retry-after": "2" }));

    await stage.deliver();

    assert.deepEqual([methods(), stage.waits], [["POST", "POST"], [2000]]);
  });

  it("does not wait longer than a turn can", async () => {
    stage.channel.answer(failFirst(1, 429, { "retry-after": "600" }));

    await stage.deliver();

    assert.deepEqual(stage.waits, []);
    assert.equal(stage.log.find("turn failed").length, 1);
  });

  it("gives up on 429 after three tries", async () => {
    stage.channel.answer(failFirst(3, 429, { "retry-after": "0" }));

    await stage.deliver();

    assert.deepEqual(stage.waits, [0, 0]);
    assert.equal(stage.log.find("turn failed").length, 1);
  });

  it("sends again after 412", async () => {
    stage.channel.answer(failFirst(1, 412));

    await stage.deliver();

    assert.deepEqual([methods(), stage.waits], [["POST", "POST"], [200]]);
  });

  it("S64 never repeats a POST whose outcome is unknown", async () => {
    stage.channel.answer(failFirst(1, 503));

    const { status } = await stage.deliver();

    // The second POST is the error card.
    assert.equal(status, 200);
    assert.deepEqual([methods(), stage.waits], [["POST", "POST"], []]);
    assert.equal(stage.log.find("turn failed").length, 1);
  });

  it("repeats an update once after 503", async () => {
    stage.channel.answer(failFirst(1, 503));
    const value = { action: { type: "Action.Execute", verb: "wizard", data: {} } };

    await stage.deliver({
      type: "invoke",
      name: "adaptiveCard/action",
      value,
      replyToId: "m1",
      text: undefined,
    });

    assert.deepEqual([methods(), stage.waits], [["PUT", "PUT"], [500]]);
  });

  it("S64 never repeats the making of a conversation", async () => {
    stage.channel.answer(failFirst(1, 503));
    const { adapter } = stage.messenger;
    const parameters = { isGroup: false, members: [], bot: { id: "28:bot", name: "" } };

    const made = adapter.createConversationAsync(
      stage.appId,
      "msteams",
      stage.channel.origin,
      "",
      parameters as unknown as ConversationParameters,
      async () => {},
    );

    await assert.rejects(made, { statusCode: 503 });
    assert.deepEqual(methods(), ["POST"]);
  });

  it("S64 keeps the rates of Teams in turns and outside them alike", async () => {
    await stage.deliver();
    const view = drawHelp(stage.world, "en", []);
    const person = { tenantId, personId: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101" };

    for (let index = 0; index < 8; index += 1)
      await stage.messenger.courier.tell(person, view, "line");

    // One in the turn, six more within its second, one within the next two, one after them.
    assert.equal(stage.channel.sent.length, 9);
    assert.deepEqual(stage.waits, [1000, 1000]);
  });

  it("sends nothing more where it was told to wait for long", async () => {
    stage.channel.answer(failFirst(1, 429, { "retry-after": "600" }));

    await stage.deliver();
    await stage.deliver();

    assert.deepEqual(methods(), ["POST"]);
    const codes = stage.log.find("turn failed").map(({ fields }) => fields.code);
    assert.deepEqual(codes, ["ERR_TURN_FAILED", "ERR_TEAMS_BUSY"]);
  });

  it("says on the card how long Teams wants to wait", async () => {
    stage.channel.answer(failFirst(1, 429, { "retry-after": "600" }));
    await stage.deliver();
    const value = { action: { type: "Action.Execute", verb: "action", data: { action: "help" } } };

    const { body } = await stage.deliver({
      type: "invoke",
      name: "adaptiveCard/action",
      value,
      text: undefined,
    });

    assert.match(
      JSON.stringify(body),
      /Teams takes no more messages here for now. Try again in 59\d s/,
    );
  });
});
