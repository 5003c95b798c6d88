import assert from "node:assert/strict";
import { type Stage, startStage, toApi } from "./fake-bot.ts";

const chat = "a:1sandbox-product-admin";
const channel = "19:contoso-it-permissions@thread.tacv2";
const finance = "19:contoso-finance@thread.tacv2";
const toPath = (conversation: string) =>
  `/v3/conversations/${encodeURIComponent(conversation)}/activities`;
const targeted = "?isTargetedActivity=true";
const priya = { id: "29:1sandbox-product-admin", isTargeted: true };
const message = { type: "message", text: "for you" };

describe("sandbox messages for one person", () => {
  let stage: Stage;
  let api: ReturnType<typeof toApi>;
  before(async () => {
    stage = await startStage();
    api = toApi(stage.page);
  });
  after(() => stage.stop());
  beforeEach(async () => {
    stage.behave(() => undefined);
    await api.call("POST", "reset");
    stage.heard.length = 0;
  });

  const texts = async (as: string) => (await api.read(channel, as)).map(({ text }) => text);
  const send = (activity: object, query = targeted) =>
    stage.send("POST", `${toPath(channel)}${query}`, activity);

  it("shows one to its recipient alone", async () => {
    const { status } = await send({ ...message, recipient: priya });

    const [mine] = await api.read(channel, "product-admin");
    assert.equal(status, 201);
    assert.deepEqual([mine?.text, mine?.isPrivate, mine?.link], ["for you", true, undefined]);
    assert.deepEqual(await texts("guest"), []);
  });

  it("shows it to everybody without the flag in the address", async () => {
    await send({ ...message, recipient: priya }, "");

    assert.deepEqual(await texts("guest"), ["for you"]);
  });

  const refused: Readonly<Record<string, { to?: string; activity: object; expected: string }>> = {
    "no recipient": { activity: message, expected: "BadArgument" },
    "a recipient that is not targeted": {
      activity: { ...message, recipient: { id: priya.id } },
      expected: "BadArgument",
    },
    "somebody who is not there": {
      activity: { ...message, recipient: { id: "29:stranger", isTargeted: true } },
      expected: "BadArgument",
    },
    "a personal chat": {
      to: chat,
      activity: { ...message, recipient: priya },
      expected: "BadArgument",
    },
    "a channel without the bot": {
      to: finance,
      activity: { ...message, recipient: priya },
      expected: "BotNotInConversationRoster",
    },
  };
  for (const [name, { to = channel, activity, expected }] of Object.entries(refused))
    it(`refuses ${name}`, async () => {
      const { body } = await stage.send("POST", `${toPath(to)}${targeted}`, activity);

      assert.equal(body.error?.code, expected);
      assert.deepEqual(await texts("product-admin"), []);
    });

  it("changes it in place for its recipient alone", async () => {
    const { body } = await send({ ...message, recipient: priya });
    const path = `${toPath(channel)}/${body.id}`;
    const changed = { ...message, text: "changed" };

    const publicly = await stage.send("PUT", path, changed);
    const renamed = await stage.send("PUT", path + targeted, { ...changed, recipient: priya });
    const { status } = await stage.send("PUT", path + targeted, changed);

    assert.deepEqual([publicly.status, renamed.status, status], [404, 400, 200]);
    assert.deepEqual(await texts("product-admin"), ["changed"]);
    assert.deepEqual(await texts("guest"), []);
  });

  it("makes no public message private", async () => {
    const { body } = await send(message, "");

    const { status } = await stage.send("PUT", `${toPath(channel)}/${body.id}${targeted}`, message);

    assert.equal(status, 404);
  });

  it("takes it away", async () => {
    const { body } = await send({ ...message, recipient: priya });

    const { status } = await stage.send("DELETE", `${toPath(channel)}/${body.id}${targeted}`);

    assert.equal(status, 200);
    assert.deepEqual(await texts("product-admin"), []);
  });

  it("ends it after a day", async () => {
    const { body } = await send({ ...message, recipient: priya });
    const lastMinute = 24 * 60 - 1;

    await api.call("POST", "teams/time", { minutes: lastMinute });
    const before = await texts("product-admin");
    await api.call("POST", "teams/time", { minutes: 1 });
    const late = await stage.send("PUT", `${toPath(channel)}/${body.id}${targeted}`, message);

    assert.deepEqual(before, ["for you"]);
    assert.deepEqual(await texts("product-admin"), []);
    assert.equal(late.body.error?.code, "ActivityNotFoundInConversation");
  });

  it("tells the bot that a message is for it alone", async () => {
    await api.act(channel, {
      as: "product-admin",
      type: "message",
      text: "scenario 2",
      isPrivate: true,
    });

    const [activity] = stage.heard;
    assert.deepEqual([activity?.text, activity?.recipient.isTargeted], ["scenario 2", true]);
    assert.deepEqual(await texts("product-admin"), ["scenario 2"]);
    assert.deepEqual(await texts("global-admin"), []);
  });

  it("tells so of a press on such a card too", async () => {
    const contentType = "application/vnd.microsoft.card.adaptive";
    const attachments = [{ contentType, content: { type: "AdaptiveCard", version: "1.5" } }];
    const { body } = await send({ type: "message", attachments, recipient: priya });
    const press = { type: "message", value: {}, replyToId: body.id };

    await api.act(channel, { as: "product-admin", ...press });
    const stranger = await api.act(channel, { as: "guest", ...press });

    assert.deepEqual(
      stage.heard.map(({ recipient }) => recipient.isTargeted),
      [true],
    );
    assert.equal(stranger.status, 404);
  });

  for (const place of [chat, finance])
    it(`has no private messages in ${place}`, async () => {
      const deed = { as: "product-admin", type: "message", text: "hi", isPrivate: true };

      const { status } = await api.act(place, deed);

      assert.deepEqual([status, stage.heard.length], [400, 0]);
    });
});
