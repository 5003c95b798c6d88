import assert from "node:assert/strict";
import { tenantId } from "../support/activities.ts";
import type { BotStage } from "../support/bot.ts";
import { buildIdentity, createFakePersonTokens, createFakeVerifier } from "../support/people.ts";
import type { Sent } from "../support/simulated-channel.ts";
import {
  forBotAlone,
  inChannel,
  listPublic,
  OWN_CHAT,
  pressOf,
  startTargetedStage,
} from "../support/targeted.ts";

const CHANNEL = encodeURIComponent(inChannel.conversation.id);
const POSTS = `/v3/conversations/${CHANNEL}/activities?isTargetedActivity=true`;
const MESSAGE = { ...inChannel, ...forBotAlone, id: "1795287000001" };

describe("a message for the bot alone", () => {
  let stage: BotStage;
  beforeEach(async () => {
    stage = await startTargetedStage();
  });
  afterEach(() => stage?.stop());

  /** What the bot sends after that. */
  const sentBy = async (deed: object): Promise<readonly Sent[]> => {
    const before = stage.channel.sent.length;
    await stage.deliver({ ...deed });
    return stage.channel.sent.slice(before);
  };
  const isOwnChat = ({ path }: Sent) => path.includes(`/${encodeURIComponent(OWN_CHAT)}/`);
  const refuseChannel = (status: number) =>
    stage.channel.answer((sent) => ({ status: isOwnChat(sent) ? 200 : status }));

  it("S63 is answered with what makes it private on the wire", async () => {
    const [sent, ...others] = await sentBy(MESSAGE);

    assert.deepEqual(others, []);
    assert.equal(sent?.method, "POST");
    assert.equal(sent.path, POSTS);
    assert.equal(sent.authorization, "Bearer bot-token");
    assert.deepEqual(sent.body.recipient, { id: "29:priya", isTargeted: true });
    assert.equal(sent.body.replyToId, undefined);
    assert.deepEqual(sent.body.entities, [
      { type: "targetedMessageInfo", messageId: "1795287000001" },
    ]);
  });

  it("S63 has a card whose buttons say so", async () => {
    const [sent] = await sentBy(MESSAGE);

    const card = JSON.stringify(sent?.body.attachments?.[0]?.content);
    const buttons = card.match(/"verb":"[\w-]+","data":\{|"data":\{"verb"/g) ?? [];
    assert.ok(card.includes('"alone":true'), "no button is marked");
    assert.doesNotMatch(card, /"data":\{(?![^{}]*"alone":true)[^{}]*"verb"/);
    assert.ok(buttons.length > 0);
  });

  it("is taken for nothing else where Teams says no", async () => {
    const recipient = { id: "28:bot", isTargeted: false };

    const [sent] = await sentBy({ ...inChannel, recipient });

    assert.doesNotMatch(JSON.stringify(sent), /isTargeted/);
  });

  it("S63 is refused where nobody can tell whether it is one", async () => {
    const { status } = await stage.deliver({
      ...inChannel,
      recipient: { id: "28:bot", isTargeted: "yes" },
    });

    assert.equal(status, 400);
  });

  it("S63 is updated in private when its card is pressed", async () => {
    const sent = await sentBy({ ...inChannel, ...pressOf("wizard", {}) });

    assert.deepEqual(
      sent.map(({ method, path }) => [method, path]),
      [["PUT", POSTS.replace("?", "/m-card?")]],
    );
    assert.equal(sent[0]?.body.recipient, undefined);
    assert.deepEqual(listPublic(sent), []);
  });

  it("S63 keeps its mark in the answer to a press", async () => {
    const { body } = await stage.deliver({ ...inChannel, ...pressOf("wizard", {}) });

    assert.match(JSON.stringify(body), /"alone":true/);
  });

  for (const status of [400, 403, 404, 429])
    it(`goes to the person's own chat after ${status}`, async () => {
      refuseChannel(status);

      const sent = await sentBy(MESSAGE);

      const own = sent.filter(isOwnChat);
      assert.deepEqual(listPublic(sent), []);
      assert.equal(own.length, 1);
      assert.doesNotMatch(JSON.stringify(own), /isTargeted|"alone"/);
      assert.equal(stage.log.find("a targeted message was refused").length, 1);
    });

  it("S63 is not said at all where neither way is open", async () => {
    stage.channel.answer(() => ({ status: 403 }));

    const sent = await sentBy(MESSAGE);

    assert.deepEqual(listPublic(sent), []);
    assert.equal(stage.log.find("a private answer found no way").length, 1);
  });

  it("S63 gets its apology in private", async () => {
    stage.channel.answer(() => ({ status: 503 }));

    const sent = await sentBy(MESSAGE);

    assert.ok(sent.length > 1, "there was no apology");
    assert.deepEqual(listPublic(sent), []);
  });
});

describe("a question for the bot alone that waits for a sign-in", () => {
  const inGroup = {
    conversation: { id: "19:group@thread.v2", conversationType: "groupChat", tenantId },
  };
  const tokens = createFakePersonTokens();
  const verifyToken = createFakeVerifier({ assertion: buildIdentity() });
  let stage: BotStage;
  before(async () => {
    stage = await startTargetedStage({ tokens, verifyToken });
  });
  after(() => stage?.stop());

  it("S63 asks and goes on in private", async () => {
    const text = "check tenant IMAP and Mail Send with another sender";
    await stage.deliver({ ...MESSAGE, ...inGroup, text });
    const asked = stage.channel.sent.at(-1)?.body.attachments?.[0]?.content;
    const { id } = (asked as { tokenExchangeResource: { id: string } }).tokenExchangeResource;

    // The exchange itself does not say that it is for the bot alone.
    await stage.deliver({
      ...inGroup,
      type: "invoke",
      name: "signin/tokenExchange",
      text: undefined,
      value: { id, connectionName: "", token: "assertion" },
    });

    const sent = stage.channel.sent.filter(({ path }) => path.includes("19%3Agroup"));
    assert.equal(sent.length, 2);
    assert.match(JSON.stringify(sent[1]?.body), /Check tenant: which app/);
    assert.deepEqual(listPublic(sent), []);
  });
});
