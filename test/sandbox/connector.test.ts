import assert from "node:assert/strict";
import { generateKeyPair, SignJWT } from "jose";
import { appId, type Stage, startStage, tenantId, toCardMessage, toSend } from "./fake-bot.ts";

const chat = "/v3/conversations/a%3A1sandbox-product-admin";
const channel = `/v3/conversations/${encodeURIComponent("19:contoso-it-permissions@thread.tacv2")}`;
const hello = { type: "message", text: "hello" };

describe("sandbox connector", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.stop());

  it("publishes endorsed keys", async () => {
    const response = await fetch(`${stage.sandbox.origin}/v1/.well-known/keys`);

    const { keys } = (await response.json()) as { keys: { endorsements: string[]; d?: string }[] };

    assert.deepEqual(keys[0]?.endorsements, ["msteams"]);
    assert.equal(keys[0]?.d, undefined);
  });

  it("refuses a bearer that is no token", async () => {
    const { status } = await toSend(stage.sandbox.origin, "secret")(
      "POST",
      `${chat}/activities`,
      hello,
    );

    assert.equal(status, 401);
  });

  it("refuses a token that another key signed", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const forged = await new SignJWT({ appid: appId, tid: tenantId })
      .setProtectedHeader({ alg: "RS256" })
      .setIssuer(`https://sts.windows.net/${tenantId}/`)
      .setAudience("https://api.botframework.com")
      .setExpirationTime("10m")
      .sign(privateKey);

    const { status } = await toSend(stage.sandbox.origin, forged)(
      "POST",
      `${chat}/activities`,
      hello,
    );

    assert.equal(status, 401);
  });

  const refusals: Readonly<
    Record<string, { call: [string, string, unknown?]; expected: [number, string] }>
  > = {
    "an unknown conversation": {
      call: ["POST", "/v3/conversations/19%3Anone/activities", hello],
      expected: [404, "ConversationNotFound"],
    },
    "an unknown thread": {
      call: ["POST", `${channel}%3Bmessageid%3D1/activities`, hello],
      expected: [404, "ConversationNotFound"],
    },
    "a reply to an unknown activity": {
      call: ["POST", `${chat}/activities/none`, hello],
      expected: [404, "ActivityNotFoundInConversation"],
    },
    "an update of an unknown activity": {
      call: ["PUT", `${chat}/activities/none`, hello],
      expected: [404, "ActivityNotFoundInConversation"],
    },
    "an activity above 100 KB of UTF-16": {
      call: ["POST", `${chat}/activities`, { type: "message", text: "x".repeat(51_200) }],
      expected: [413, "MessageSizeTooBig"],
    },
    "an activity of a type Teams does not take": {
      call: ["POST", `${chat}/activities`, { type: "trace" }],
      expected: [400, "BadSyntax"],
    },
    "an empty message": {
      call: ["POST", `${chat}/activities`, { type: "message" }],
      expected: [400, "BadSyntax"],
    },
    "a path it does not know": {
      call: ["GET", "/v3/attachments/1"],
      expected: [404, "NotFound"],
    },
    "a chat with a stranger": {
      call: ["POST", "/v3/conversations", { tenantId, members: [{ id: "29:stranger" }] }],
      expected: [403, "BotNotInConversationRoster"],
    },
    "a member who is not there": {
      call: ["GET", `${chat}/members/29%3Astranger`],
      expected: [404, "MemberNotFoundInConversation"],
    },
  };
  for (const [name, { call, expected }] of Object.entries(refusals)) {
    it(`refuses ${name}`, async () => {
      const { status, body } = await stage.send(...call);

      assert.deepEqual([status, body.error?.code], expected);
    });
  }

  it("refuses a message where the bot is not installed", async () => {
    const empty = await startStage({ isConnected: false });
    try {
      const { status, body } = await empty.send("POST", `${chat}/activities`, hello);

      assert.deepEqual([status, body.error?.code], [403, "BotNotInConversationRoster"]);
    } finally {
      await empty.stop();
    }
  });

  it("starts a post in a channel and takes replies to it", async () => {
    const channelData = { channel: { id: "19:contoso-it-permissions@thread.tacv2" } };
    const asked = { tenantId, channelData, activity: toCardMessage("post") };

    const post = await stage.send("POST", "/v3/conversations", asked);
    const thread = `/v3/conversations/${encodeURIComponent(post.body.id)}`;
    const reply = await stage.send("POST", `${thread}/activities`, hello);

    assert.deepEqual([post.status, reply.status], [201, 201]);
    assert.match(post.body.id, /^19:contoso-it-permissions@thread\.tacv2;messageid=\d+$/);
  });

  it("names members by the ids of Teams and of Entra", async () => {
    const { body } = await stage.send("GET", `${channel}/pagedmembers?pageSize=3`);
    const page = body as unknown as { members: { id: string }[]; continuationToken: string };
    const first = page.members[0]?.id ?? "";

    const found = await stage.send("GET", `${channel}/members/${encodeURIComponent(first)}`);

    assert.equal(page.members.length, 3);
    assert.equal(page.continuationToken, "3");
    assert.equal(found.body.id, first);
  });

  it("keeps typing out of the messages", async () => {
    const { status } = await stage.send("POST", `${chat}/activities`, { type: "typing" });

    assert.equal(status, 201);
  });
});
