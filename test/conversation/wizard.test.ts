import assert from "node:assert/strict";
import {
  cardOf,
  findButton,
  type Pressed,
  personal,
  type Shown,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

describe("the wizard", () => {
  let stage: Stage;
  let opened: Shown | undefined;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(async () => {
    await stage.reset();
    [opened] = await stage.say(personal, "ask");
  });
  after(() => stage?.stop());

  const press = (from: Shown | Pressed | undefined, title: string | RegExp) =>
    stage.press(personal, findButton(from, title), opened?.id);

  it("goes on one card from the product to the permissions", async () => {
    const source = await press(opened, /AutoStore/);
    let step = source;
    const questions: string[] = [];
    while (!textOf(step).includes("Permissions to configure")) {
      questions.push(textOf(step).split("\n")[1] ?? "");
      const { verb, data } = findButton(step, /^(?!Back|Next|Help)/);
      step = await stage.press(personal, { verb, data }, opened?.id);
    }

    assert.ok(questions.length >= 2, `asked ${questions.length} questions`);
    const messages = (await stage.read(personal)).filter(({ from }) => from.kind === "bot");
    assert.deepEqual(cardOf(messages.at(-1)), cardOf(step));
  });

  it("goes back", async () => {
    const second = await press(opened, /AutoStore/);
    const back = await press(second, "Back");

    assert.deepEqual(cardOf(back), cardOf(opened));
  });

  it("says so when a card is of another time", async () => {
    const old = await stage.press(personal, { verb: "wizard", data: { s: "0~old" } }, opened?.id);

    assert.match(textOf(old), /ERR_ACTION_INPUT/);
  });
});
