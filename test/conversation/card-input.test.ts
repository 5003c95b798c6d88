import assert from "node:assert/strict";
import { cardOf, findButton, personal, type Stage, startStage, textOf } from "../support/talk.ts";

const code = "1~autostore.sender_other.source_imap";

describe("what cards send", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  const forged: Record<string, { verb: string; data: Record<string, unknown>; code: string }> = {
    "an unknown verb": { verb: "drop-tables", data: {}, code: "ERR_ACTION_UNKNOWN" },
    "a verb of Object.prototype": { verb: "constructor", data: {}, code: "ERR_ACTION_UNKNOWN" },
    "no verb": { verb: "", data: {}, code: "ERR_ACTION_UNKNOWN" },
    "a missing field": { verb: "answer", data: {}, code: "ERR_ACTION_INPUT" },
    "an extra field": {
      verb: "answer",
      data: { s: code, admin: "true" },
      code: "ERR_ACTION_INPUT",
    },
    "a field of another type": {
      verb: "answer",
      data: { s: { $ne: "" } },
      code: "ERR_ACTION_INPUT",
    },
    "a code with unknown names": {
      verb: "answer",
      data: { s: "1~autostore.source_telepathy" },
      code: "ERR_ACTION_INPUT",
    },
    "a code that ends nowhere": {
      verb: "answer",
      data: { s: "1" },
      code: "ERR_ACTION_INPUT",
    },
    "a code of 10 kB": {
      verb: "answer",
      data: { s: `1~${"autostore.".repeat(1000)}` },
      code: "ERR_ACTION_INPUT",
    },
    "a choice of another question": {
      verb: "choose",
      data: { s: code, dimension: "source", choice: "__proto__" },
      code: "ERR_ACTION_INPUT",
    },
    "an action that does not exist": {
      verb: "action",
      data: { action: "grant-everything", s: code },
      code: "ERR_ACTION_INPUT",
    },
    "a note that does not exist": {
      verb: "note",
      data: { note: "autostore:../../pack" },
      code: "ERR_ACTION_INPUT",
    },
    "an unknown permission": {
      verb: "lookup",
      data: { permission: "graph:Everything.Write" },
      code: "ERR_ACTION_INPUT",
    },
  };
  for (const [name, { verb, data, code: expected }] of Object.entries(forged))
    it(`answers ${name} with an error card to one person`, async () => {
      const [answer] = await stage.say(personal, "IMAP and Mail Send with another sender");

      const pressed = await stage.press(personal, { verb, data }, answer?.id);

      assert.deepEqual([pressed.status, pressed.statusCode], [200, 200]);
      assert.match(textOf(pressed), new RegExp(expected));
      assert.equal(stage.log.find("turn failed").at(-1)?.fields.code, expected);
    });

  it("leaves the card of the others alone after an error", async () => {
    const [answer] = await stage.say(personal, "IMAP and Mail Send with another sender");
    const before = cardOf(answer);

    await stage.press(personal, { verb: "nope", data: {} }, answer?.id);
    await stage.press(personal, findButton(answer, "Help"), answer?.id);

    const shown = await stage.read(personal);
    assert.equal(shown.find(({ id }) => id === answer?.id)?.isEdited, false);
    assert.ok(before);
  });

  it("tells the id of the log line on the error card", async () => {
    const pressed = await stage.press(personal, { verb: "nope", data: {} });

    const line = stage.log.find("turn failed").at(-1);
    assert.match(textOf(pressed), new RegExp(String(line?.fields.correlationId)));
  });

  it("takes Action.Submit of older clients on the same card", async () => {
    const [question] = await stage.say(personal, "printer to OneDrive");
    const { verb, data } = findButton(question, /^With Token Vault/);

    await stage.submit(personal, { ...data, verb }, question?.id);

    const shown = (await stage.read(personal)).filter(({ from }) => from.kind === "bot");
    assert.equal(shown.at(-1)?.id, question?.id);
    assert.match(textOf(shown.at(-1)), /Permissions to configure/);
  });

  it("answers Action.Submit with an unknown verb by an error card", async () => {
    await stage.submit(personal, { verb: "nope" });

    const shown = (await stage.read(personal)).at(-1);
    assert.match(textOf(shown), /ERR_ACTION_UNKNOWN/);
  });

  it("opens a note under the card", async () => {
    const [answer] = await stage.say(personal, "IMAP and Mail Send with another sender");
    const pressed = await stage.press(personal, findButton(answer, "Use a private browser window"));

    assert.equal(pressed.type, "application/vnd.microsoft.activity.message");
    assert.match(textOf((await stage.read(personal)).at(-1)), /private browser window/);
  });

  it("goes back into the wizard from an answer", async () => {
    const [answer] = await stage.say(personal, "IMAP and Mail Send with another sender");

    const step = await stage.press(personal, findButton(answer, "Change a choice"), answer?.id);

    assert.match(textOf(step), /Guided questions/);
  });

  for (const action of ["Ask for approval", "Watch for changes"])
    it(`asks which app is meant: ${action}`, async () => {
      const [answer] = await stage.say(personal, "IMAP and Mail Send with another sender");

      await stage.press(personal, findButton(answer, action), answer?.id);

      assert.match(textOf((await stage.read(personal)).at(-1)), /App name or client id/);
    });
});
