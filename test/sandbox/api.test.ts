import assert from "node:assert/strict";
import { type Stage, startStage, toApi, toCard, toCardMessage } from "./fake-bot.ts";

const chat = "a:1sandbox-product-admin";
const group = "19:mail-rollout@thread.v2";
const channel = "19:contoso-it-permissions@thread.tacv2";
const inPath = (conversation: string) => `/v3/conversations/${encodeURIComponent(conversation)}`;

describe("sandbox API", () => {
  let stage: Stage;
  let api: ReturnType<typeof toApi>;
  before(async () => {
    stage = await startStage();
    api = toApi(stage.page);
  });
  after(() => stage.stop());
  beforeEach(async () => {
    stage.behave(() => undefined);
    await fetch(`${stage.page}/sandbox/api/reset`, { method: "POST" });
    stage.heard.length = 0;
  });

  it("lists people with different locales and conversations", async () => {
    const get = async (path: string) =>
      (await (await fetch(`${stage.page}/sandbox/api/${path}`)).json()) as {
        id: string;
        locale: string;
      }[];

    const people = await get("people");
    const all = await get("conversations");
    const guests = await get("conversations?as=guest");

    assert.deepEqual(
      people.map(({ locale }) => locale),
      ["en-US", "de-DE", "en-GB", "fr-FR", "en-US"],
    );
    assert.equal(all.length, 12);
    assert.equal(guests.length, 4);
    assert.ok(!guests.some(({ id }) => id === group));
  });

  const refusals: Readonly<
    Record<string, { to?: string; deed: unknown; expected: [number, string] }>
  > = {
    "an unknown conversation": {
      to: "19:none",
      deed: { as: "guest", type: "message", text: "hi" },
      expected: [404, "ConversationNotFound"],
    },
    "a person who is not a member": {
      to: group,
      deed: { as: "guest", type: "message", text: "hi" },
      expected: [403, "NotAMember"],
    },
    "somebody else's personal chat": {
      deed: { as: "global-admin", type: "message", text: "hi" },
      expected: [403, "NotAMember"],
    },
    "an unknown person": {
      deed: { as: "nobody", type: "message", text: "hi" },
      expected: [400, "UnknownPerson"],
    },
    "a message with neither text nor value": {
      deed: { as: "product-admin", type: "message" },
      expected: [400, "BadSyntax"],
    },
    "a field it does not know": {
      deed: { as: "product-admin", type: "message", text: "hi", from: "x" },
      expected: [400, "BadSyntax"],
    },
    "a body that is no JSON": { deed: "{", expected: [400, "BadJson"] },
    "a body above 256 KB": { deed: "x".repeat(262_145), expected: [413, "BodyTooLarge"] },
    "a press on a card that is not there": {
      deed: { as: "product-admin", type: "message", value: {}, replyToId: "1" },
      expected: [404, "CardNotFound"],
    },
  };
  for (const [name, { to = chat, deed, expected }] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      const { status, body } = await api.act(to, deed);

      assert.deepEqual([status, body.error?.code], expected);
    });
  }

  it("refuses a page of another site", async () => {
    const headers = { origin: "https://elsewhere.example" };

    const { status } = await fetch(`${stage.page}/sandbox/api/reset`, { method: "POST", headers });

    assert.equal(status, 403);
  });

  it("sends a faithful Teams activity and shows the reply", async () => {
    stage.behave((activity, send) =>
      send("POST", `${inPath(activity.conversation.id)}/activities/${activity.id}`, {
        type: "message",
        text: `you said ${activity.text}`,
      }).then(() => undefined),
    );

    const { status, body } = await api.act(chat, {
      as: "product-admin",
      type: "message",
      text: "hi",
    });

    const [activity] = stage.heard;
    assert.deepEqual([status, body.id], [200, activity?.id]);
    assert.equal(activity?.conversation.conversationType, "personal");
    assert.equal(activity?.from.aadObjectId, "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101");
    assert.match(activity?.localTimestamp ?? "", /[+-]\d\d:\d\d$/);
    assert.deepEqual(
      (await api.read(chat, "product-admin")).map(({ from, text }) => [from.kind, text]),
      [
        ["person", "hi"],
        ["bot", "you said hi"],
      ],
    );
  });

  it("calls the bot in a channel only when it is mentioned", async () => {
    await api.act(channel, { as: "guest", type: "message", text: "hello all" });
    await api.act(channel, { as: "guest", type: "message", text: "@consentry help" });

    const [activity, ...others] = stage.heard;
    const posts = await api.read(channel, "global-admin");
    assert.equal(others.length, 0);
    assert.equal(activity?.text, "<at>Consentry</at> help");
    assert.equal(
      activity?.entities.find(({ type }) => type === "mention")?.text,
      "<at>Consentry</at>",
    );
    assert.equal(activity?.conversation.id, `${channel};messageid=${posts[1]?.id}`);
    assert.equal(activity?.channelData.channel?.id, channel);
    assert.equal(posts.length, 2);
  });

  it("keeps replies in their thread", async () => {
    stage.behave((activity, send) =>
      send(
        "POST",
        `${inPath(activity.conversation.id)}/activities`,
        toCardMessage("in thread"),
      ).then(() => undefined),
    );
    const { body } = await api.act(channel, {
      as: "guest",
      type: "message",
      text: "@Consentry help",
    });

    const thread = await api.read(`${channel};messageid=${body.id}`, "teams-admin");

    assert.deepEqual(
      thread.map(({ threadId }) => threadId),
      [body.id, body.id],
    );
  });

  it("updates and deletes in place", async () => {
    const { body } = await stage.send("POST", `${inPath(chat)}/activities`, toCardMessage("one"));
    const path = `${inPath(chat)}/activities/${body.id}`;

    await stage.send("PUT", path, toCardMessage("two"));
    const updated = await api.read(chat, "product-admin");
    await stage.send("DELETE", path);
    const deleted = await api.read(chat, "product-admin");

    assert.deepEqual(
      updated.map(({ id, isEdited, attachments }) => [id, isEdited, attachments?.[0]?.content]),
      [[body.id, true, toCard("two")]],
    );
    assert.deepEqual(deleted, []);
  });

  it("hands a card's data over as a message without text", async () => {
    const { body } = await stage.send("POST", `${inPath(chat)}/activities`, toCardMessage("card"));

    await api.act(chat, { as: "product-admin", type: "message", value: { verb: "go" } });

    const [activity] = stage.heard;
    assert.deepEqual(activity?.value, { verb: "go" });
    assert.equal(activity?.text, undefined);
    assert.equal(activity?.replyToId, body.id);
  });

  it("shows an invoke's card to who pressed, until the next update", async () => {
    const { body } = await stage.send("POST", `${inPath(group)}/activities`, toCardMessage("base"));
    const type = "application/vnd.microsoft.card.adaptive";
    stage.behave(() => ({ statusCode: 200, type, value: toCard("mine") }));
    const cardOf = async (as: string) => (await api.read(group, as))[0]?.attachments?.[0]?.content;

    const pressed = await api.act(group, {
      as: "product-admin",
      type: "invoke",
      name: "adaptiveCard/action",
      value: { action: { type: "Action.Execute", verb: "go", data: {} }, trigger: "manual" },
    });
    const own = await cardOf("product-admin");
    const others = await cardOf("global-admin");
    await stage.send("PUT", `${inPath(group)}/activities/${body.id}`, toCardMessage("new"));
    const afterUpdate = await cardOf("product-admin");

    assert.equal(pressed.body.invokeResponse?.status, 200);
    assert.deepEqual([own, others, afterUpdate], [toCard("mine"), toCard("base"), toCard("new")]);
  });

  it("tells when the bot fails", async () => {
    stage.behave(() => {
      throw new Error("fault");
    });

    const { status, body } = await api.act(chat, {
      as: "product-admin",
      type: "message",
      text: "hi",
    });

    assert.deepEqual([status, body.error?.code], [502, "BotFailed"]);
  });

  it("forgets everything on reset and greets the bot again", async () => {
    await api.act(chat, { as: "product-admin", type: "message", text: "hi" });
    stage.heard.length = 0;

    const { status } = await fetch(`${stage.page}/sandbox/api/reset`, { method: "POST" });

    assert.equal(status, 200);
    assert.deepEqual(await api.read(chat, "product-admin"), []);
    assert.equal(stage.heard.filter(({ type }) => type === "conversationUpdate").length, 7);
  });

  it("streams changes to the page", async () => {
    const stop = new AbortController();
    const response = await fetch(`${stage.page}/sandbox/api/events`, { signal: stop.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();

    await stage.send("POST", `${inPath(chat)}/activities`, { type: "typing" });
    const chunk = await reader?.read();
    stop.abort();

    assert.match(chunk?.value ?? "", /^event: typing\ndata: .*a:1sandbox-product-admin/);
  });
});
