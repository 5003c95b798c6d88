import assert from "node:assert/strict";
import {
  cardOf,
  channel,
  findButton,
  german,
  groupChat,
  personal,
  type Stage,
  startStage,
  textOf,
} from "../support/talk.ts";

describe("asking", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  beforeEach(() => stage.reset());
  after(() => stage?.stop());

  it("answers a set-up with its permissions", async () => {
    const [answer, ...others] = await stage.say(personal, "IMAP and Mail Send with another sender");

    assert.equal(others.length, 0);
    assert.match(textOf(answer), /IMAP\.AccessAsUser\.All\nDelegated/);
  });

  it("follows up on what was said before", async () => {
    await stage.say(personal, "IMAP and Mail Send with another sender");

    const [answer] = await stage.say(personal, "and for POP?");

    assert.match(textOf(answer), /^POP3 Capture and Mail Send, another sender/);
  });

  it("keeps the talks of two people apart", async () => {
    await stage.say(personal, "IMAP and Mail Send with another sender");

    const [answer] = await stage.say(german, "und für POP?");

    assert.match(textOf(answer), /^Sendet dasselbe Postfach/);
  });

  it("asks back for one fact and answers on the same card", async () => {
    const [question] = await stage.say(personal, "printer to OneDrive");
    const choice = findButton(question, /^With Token Vault/);

    const pressed = await stage.press(personal, choice, question?.id);

    assert.equal(pressed.type, "application/vnd.microsoft.card.adaptive");
    const [shown] = (await stage.read(personal)).filter(({ id }) => id === question?.id);
    assert.deepEqual([shown?.isEdited, cardOf(shown)], [true, cardOf(pressed)]);
    assert.match(textOf(pressed), /Permissions to configure/);
  });

  it("follows up on a card that was pressed", async () => {
    const [question] = await stage.say(personal, "printer to OneDrive");
    const choice = findButton(question, /^With Token Vault/);
    const withVault = await stage.press(personal, choice, question?.id);

    const [answer] = await stage.say(personal, "and without token vault?");

    assert.match(textOf(answer), /Permissions to configure/);
    assert.notEqual(textOf(answer), textOf(withVault));
  });

  it("answers in the language that is written", async () => {
    const [answer] = await stage.say(personal, "Welche Berechtigungen braucht IMAP?");

    assert.equal(cardOf(answer).lang, "de");
  });

  it("answers in the language of Teams where the text does not tell", async () => {
    const [answer] = await stage.say(german, "IMAP");

    assert.equal(cardOf(answer).lang, "de");
  });

  it("answers a mention in its thread of a channel", async () => {
    const [answer] = await stage.say(channel, "@Consentry IMAP, same user");

    const [post] = await stage.read(channel);
    assert.equal(answer?.threadId, post?.id);
    assert.match(textOf(answer), /IMAP\.AccessAsUser\.All/);
  });

  it("follows up in the same thread only", async () => {
    const [answer] = await stage.say(channel, "@Consentry IMAP, another sender");
    const thread = { ...channel, conversation: answer?.conversationId ?? "" };

    const [followUp] = await stage.say(thread, "@Consentry and for POP?");
    const [elsewhere] = await stage.say(channel, "@Consentry and for POP?");

    assert.match(textOf(followUp), /^POP3 Capture and Mail Send, another sender/);
    assert.match(textOf(elsewhere), /^Is the mailbox/);
  });

  it("answers a mention in a group chat", async () => {
    const [answer] = await stage.say(groupChat, "Hi @Consentry, IMAP with the same user");

    assert.match(textOf(answer), /IMAP\.AccessAsUser\.All/);
  });

  it("hears nothing in a group chat without a mention", async () => {
    const answers = await stage.say(groupChat, "IMAP with the same user");

    assert.deepEqual(answers, []);
  });

  it("suggests the command that was nearly typed", async () => {
    const [answer] = await stage.say(personal, "hepl");

    assert.match(textOf(answer), /Commands\nhelp\n/);
  });

  it("opens the wizard for the word ask", async () => {
    const [answer] = await stage.say(personal, "ask");

    assert.match(textOf(answer), /Which product\?/);
  });

  it("remembers nothing after delete my data", async () => {
    await stage.say(personal, "IMAP and Mail Send with another sender");
    const [asked] = await stage.say(personal, "delete my data");

    const done = await stage.press(personal, findButton(asked, "Delete"), asked?.id);
    const [answer] = await stage.say(personal, "and for POP?");

    assert.match(textOf(done), /^Your data is deleted/);
    assert.match(textOf(answer), /^Is the mailbox/);
  });

  it("asks before it deletes, and keeps what is to be kept", async () => {
    await stage.say(personal, "IMAP and Mail Send with another sender");
    const [asked] = await stage.say(personal, "delete my data");

    const kept = await stage.press(personal, findButton(asked, "Keep"), asked?.id);
    const [answer] = await stage.say(personal, "and for POP?");

    assert.match(textOf(asked), /sign-in/);
    assert.match(textOf(kept), /^Nothing was deleted/);
    assert.doesNotMatch(textOf(answer), /^Is the mailbox/);
  });
});

describe("a card that several people press", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage?.stop());

  it("stays in the language of the person who asked", async () => {
    const [question] = await stage.say(channel, "@Consentry printer to OneDrive");
    const button = findButton(question, "With Token Vault");

    await stage.press({ ...channel, as: "global-admin" }, button, question?.id);

    const shown = (await stage.read(channel)).find(({ id }) => id === question?.id);
    assert.match(textOf(shown), /Permissions to configure/);
  });
});
