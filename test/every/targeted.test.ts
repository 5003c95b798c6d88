import assert from "node:assert/strict";
import { commands } from "../../src/bot/index.ts";
import type { BotStage } from "../support/bot.ts";
import { forBotAlone, inChannel, listPublic, startTargetedStage } from "../support/targeted.ts";

const SET_UP = "IMAP and Mail Send with another sender";

/** What else people type. */
const TEXTS = {
  "a question": SET_UP,
  "something open": "IMAP",
  "several set-ups": `${SET_UP} and shared mailbox`,
  "something outside": "what is the weather",
  nothing: "",
};

describe("everything that is typed for the bot alone", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startTargetedStage();
  });
  after(() => stage?.stop());

  const typed = commands.flatMap(({ name }) => {
    const words = name.replaceAll("-", " ");
    return [
      [name, words],
      [`${name} with a set-up`, `${words} ${SET_UP}`],
    ] as const;
  });
  for (const [name, text] of [...typed, ...Object.entries(TEXTS)])
    it(`is answered to that person alone: ${name}`, async () => {
      const before = stage.channel.sent.length;

      await stage.deliver({ ...inChannel, ...forBotAlone, text });

      const sent = stage.channel.sent.slice(before);
      assert.ok(sent.length > 0, "there was no answer");
      assert.deepEqual(listPublic(sent), []);
    });

  for (const { name } of commands)
    it(`is answered for everybody where all may read it: ${name}`, async () => {
      const before = stage.channel.sent.length;

      await stage.deliver({ ...inChannel, text: name.replaceAll("-", " ") });

      const sent = stage.channel.sent.slice(before);
      assert.ok(sent.length > 0, "there was no answer");
      assert.doesNotMatch(JSON.stringify(sent), /isTargeted/);
    });
});
