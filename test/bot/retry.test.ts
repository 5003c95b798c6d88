import assert from "node:assert/strict";
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

  it("never repeats a POST whose outcome is unknown", async () => {
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
});
