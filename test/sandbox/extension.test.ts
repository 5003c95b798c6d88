import assert from "node:assert/strict";
import type { Manifest } from "../../src/sandbox/teams/manifest.ts";
import { type Heard, type Stage, startStage, toApi, toCard } from "./fake-bot.ts";

const group = "19:mail-rollout@thread.v2";
const review = "19:vendor-review@thread.v2";
const channel = "19:contoso-it-permissions@thread.tacv2";
const adaptive = "application/vnd.microsoft.card.adaptive";
const as = "product-admin";

const manifest: Manifest = {
  composeExtensions: [
    {
      commands: [
        {
          id: "search",
          title: "Search",
          initialRun: true,
          parameters: [{ name: "query", title: "Query" }],
        },
        { id: "explain", type: "action", title: "Explain", fetchTask: true, context: ["message"] },
      ],
      messageHandlers: [
        {
          type: "link",
          value: {
            domains: ["links.contoso.example", "*.x.example"],
            supportsAnonymizedPayloads: true,
          },
        },
      ],
    },
  ],
};
const link = "https://links.contoso.example/p/s.1";
const result = {
  composeExtension: {
    type: "result",
    attachmentLayout: "list",
    attachments: [{ contentType: adaptive, content: toCard("found") }],
  },
};

describe("sandbox message extension", () => {
  let stage: Stage;
  let api: ReturnType<typeof toApi>;
  before(async () => {
    stage = await startStage({ manifest });
    api = toApi(stage.page);
  });
  after(() => stage.stop());
  beforeEach(async () => {
    stage.behave(() => result);
    await api.call("POST", "reset");
    stage.heard.length = 0;
  });

  const say = async (conversation: string, deed: object) =>
    api.act(conversation, { as, type: "message", ...deed });
  const card = { contentType: adaptive, content: toCard("found") };

  it("lists the commands of the manifest", async () => {
    const { body } = await api.call("GET", `extension?as=${as}`);
    const { commands } = body as unknown as { commands: { id: string; context: string[] }[] };

    assert.deepEqual(
      commands.map(({ id, context }) => [id, context]),
      [
        ["search", ["compose", "commandBox"]],
        ["explain", ["message"]],
      ],
    );
  });

  it("asks the bot where it is no member", async () => {
    const value = { commandId: "search", parameters: [], queryOptions: { skip: 0, count: 25 } };

    const { body } = await api.extend(review, "extension", {
      as,
      name: "composeExtension/query",
      value,
    });

    const [activity] = stage.heard;
    assert.deepEqual(body.invokeResponse?.body, result);
    assert.deepEqual([activity?.name, activity?.value], ["composeExtension/query", value]);
    assert.equal(activity?.replyToId, undefined);
    assert.equal(activity?.channelData.source?.name, "compose");
  });

  it("refuses the bot what is said of that conversation", async () => {
    const path = `/v3/conversations/${encodeURIComponent(review)}`;

    const members = await stage.send("GET", `${path}/pagedmembers`);
    const post = await stage.send("POST", `${path}/activities`, { type: "message", text: "hi" });

    assert.deepEqual(
      [members, post].map(({ status, body }) => [status, body.error?.code]),
      [
        [403, "BotNotInConversationRoster"],
        [403, "BotNotInConversationRoster"],
      ],
    );
  });

  it("hands the message over that an action is on", async () => {
    const { body } = await say(channel, { text: "it says <AADSTS65001>" });

    await api.extend(channel, "extension", {
      as,
      name: "composeExtension/fetchTask",
      value: { commandId: "explain", commandContext: "message" },
      messageId: body.id,
    });

    const { messagePayload } = (stage.heard[0]?.value ?? {}) as {
      messagePayload: {
        id: string;
        body: unknown;
        from: { user: { displayName: string } };
        linkToMessage: string;
      };
    };
    assert.equal(messagePayload.id, body.id);
    assert.deepEqual(messagePayload.body, {
      contentType: "html",
      content: "<p>it says &lt;AADSTS65001&gt;</p>",
    });
    assert.equal(messagePayload.from.user.displayName, "Priya Raman");
    assert.match(
      messagePayload.linkToMessage,
      /^https:\/\/teams\.microsoft\.com\/l\/message\/19%3A/,
    );
  });

  it("posts a card as the person's message", async () => {
    await say(review, { text: "look", attachments: [card] });

    const [shown] = await api.read(review, "guest");
    assert.deepEqual([shown?.from.kind, shown?.text], ["person", "look"]);
    assert.deepEqual(shown?.attachments?.[0]?.content, toCard("found"));
    assert.equal(stage.heard.length, 0);
  });

  it("lets the bot change no card of a person", async () => {
    const { body } = await say(group, { attachments: [card] });
    const path = `/v3/conversations/${encodeURIComponent(group)}/activities/${body.id}`;

    const { status } = await stage.send("PUT", path, { type: "message", text: "mine" });

    assert.equal(status, 403);
  });

  const press = (conversation: string, replyToId: string | undefined) =>
    api.act(conversation, {
      as,
      type: "invoke",
      name: "adaptiveCard/action",
      value: { action: { verb: "go" } },
      replyToId,
    });

  it("refuses a press on it where the bot is no member", async () => {
    const { body } = await say(review, { attachments: [card] });

    const pressed = await press(review, body.id);
    const submitted = await say(review, { value: {}, replyToId: body.id });

    assert.deepEqual([pressed.status, submitted.status], [403, 403]);
    assert.equal(stage.heard.length, 0);
  });

  it("brings a press on it to the bot elsewhere", async () => {
    const { body } = await say(group, { attachments: [card] });

    await press(group, body.id);
    await say(group, { value: { go: 1 }, replyToId: body.id });

    assert.deepEqual(
      stage.heard.map(({ name, replyToId }) => [name, replyToId]),
      [
        ["adaptiveCard/action", body.id],
        ["composeExtension/onCardButtonClicked", body.id],
      ],
    );
  });

  describe("links", () => {
    const unfurl = async (url: string, who = as) =>
      (await api.extend(review, "unfurls", { as: who, url })).body.kind;
    const names = () => stage.heard.map((activity: Heard) => activity.name);

    it("become cards, kept for half an hour", async () => {
      const first = await unfurl(link);
      const again = await unfurl(link);
      const other = await unfurl(link, "guest");
      await api.call("POST", "teams/time", { minutes: 30 });
      const late = await unfurl(link);

      assert.deepEqual([first, again, other, late], ["asked", "kept", "asked", "asked"]);
      assert.deepEqual(stage.heard[0]?.value, { url: link });
    });

    it("are asked for again after a failure", async () => {
      stage.behave(() => {
        throw new Error("fault");
      });
      await unfurl(link);
      stage.behave(() => result);

      assert.equal(await unfurl(link), "asked");
    });

    const domains: Readonly<Record<string, string>> = {
      "https://a.x.example/p": "asked",
      "https://a.b.x.example/p": "none",
      "https://x.example/p": "none",
      "https://links.contoso.example.evil.example/p": "none",
      "https://linksxcontoso.example/p": "none",
    };
    for (const [url, kind] of Object.entries(domains))
      it(`of ${url}: ${kind}`, async () => {
        assert.equal(await unfurl(url), kind);
      });

    it("tell the app nothing of people without it", async () => {
      await api.call("PUT", "teams", { withoutApp: ["guest"] });

      await unfurl(link, "guest");

      const [activity] = stage.heard;
      assert.deepEqual(names(), ["composeExtension/anonymousQueryLink"]);
      assert.doesNotMatch(JSON.stringify(activity), /guest|Camille|vendor-review/);
    });

    it("refuse the extension itself to people without the app", async () => {
      await api.call("PUT", "teams", { withoutApp: ["guest"] });
      const asked = { as: "guest", name: "composeExtension/query", value: {} };

      const { status } = await api.extend(review, "extension", asked);
      const { body } = await api.call("GET", "extension?as=guest");

      assert.equal(status, 403);
      assert.deepEqual((body as unknown as { commands: unknown[] }).commands, []);
    });
  });
});
