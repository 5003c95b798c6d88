import assert from "node:assert/strict";
import { type BotStage, startBotStage } from "../support/bot.ts";

const names: Record<string, number> = {
  "signin/verifyState": 200,
  "signin/failure": 200,
  "signin/tokenExchange": 412,
  "message/submitAction": 200,
  "application/search": 200,
  "task/fetch": 200,
  "task/submit": 200,
  "config/fetch": 200,
  "config/submit": 200,
  "composeExtension/query": 200,
  "composeExtension/selectItem": 200,
  "composeExtension/fetchTask": 200,
  "composeExtension/submitAction": 200,
  "composeExtension/querySettingUrl": 200,
  "composeExtension/setting": 200,
  "composeExtension/onCardButtonClicked": 200,
  "composeExtension/queryLink": 200,
  "composeExtension/anonymousQueryLink": 200,
  "actionableMessage/executeAction": 200,
  "fileConsent/invoke": 200,
  "tab/fetch": 200,
  "tab/submit": 200,
  "something/new": 200,
};

describe("invokes", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  for (const [name, expected] of Object.entries(names))
    it(`answers ${name} with ${expected} and a body`, async () => {
      const { status, body } = await stage.deliver({ type: "invoke", name, value: {} });

      assert.equal(status, expected);
      assert.equal(typeof body, "object");
    });

  it("answers an invoke without name and value", async () => {
    const { status } = await stage.deliver({ type: "invoke", text: undefined });

    assert.equal(status, 200);
  });

  it("logs an unknown name once", async () => {
    await stage.deliver({ type: "invoke", name: "something/new" });

    const lines = stage.log.find("something unknown was ignored");
    assert.equal(lines.filter(({ fields }) => fields.name === "something/new").length, 1);
  });
});
