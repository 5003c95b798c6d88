import assert from "node:assert/strict";
import { type Heard, type Stage, startStage, toApi, toCardMessage } from "./fake-bot.ts";

const chat = "a:1sandbox-product-admin";
const group = "19:mail-rollout@thread.v2";
const button = { type: "signin", title: "Sign in", value: "https://consentry.example/auth/start" };
const oauth = {
  contentType: "application/vnd.microsoft.card.oauth",
  content: { text: "Sign in", buttons: [button], tokenExchangeResource: { id: "x-1" } },
};
const signin = {
  contentType: "application/vnd.microsoft.card.signin",
  content: { text: "Sign in", buttons: [button] },
};

describe("sandbox sign-in in chats", () => {
  let stage: Stage;
  let api: ReturnType<typeof toApi>;
  before(async () => {
    stage = await startStage();
    api = toApi(stage.page);
  });
  after(() => stage.stop());
  beforeEach(async () => {
    stage.behave(() => {});
    await fetch(`${stage.page}/sandbox/api/reset`, { method: "POST" });
    stage.heard.length = 0;
  });

  const post = (conversation: string, message: object) =>
    stage.send("POST", `/v3/conversations/${encodeURIComponent(conversation)}/activities`, {
      type: "message",
      ...message,
    });
  const readStates = async (conversation: string, as: string) =>
    (await api.read(conversation, as)).map((shown) => (shown as { signIn?: string }).signIn);
  const setState = async (id: string, body: object) => {
    const response = await fetch(`${stage.page}/sandbox/api/messages/${id}/sign-in`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const { error } = (await response.json()) as { error?: { code: string } };
    return [response.status, error?.code];
  };

  it("keeps sign-in cards as they were sent", async () => {
    const sent = [
      await post(chat, { attachments: [oauth] }),
      await post(chat, { attachments: [signin] }),
    ];

    const shown = await api.read(chat, "product-admin");
    assert.deepEqual(
      sent.map(({ status }) => status),
      [201, 201],
    );
    assert.deepEqual(
      shown.map(({ attachments }) => attachments),
      [[oauth], [signin]],
    );
  });

  const silent: Readonly<Record<string, [message: object, state: string | undefined]>> = {
    "an OAuth card with an exchange": [{ attachments: [oauth] }, "silent"],
    "the same with a text": [{ text: "Hello", attachments: [oauth] }, undefined],
    "the same beside another card": [{ attachments: [oauth, signin] }, undefined],
    "an OAuth card without an exchange": [
      { attachments: [{ ...oauth, content: { ...oauth.content, tokenExchangeResource: null } }] },
      undefined,
    ],
    "a sign-in card": [{ attachments: [signin] }, undefined],
    "an Adaptive Card": [toCardMessage("Hello"), undefined],
  };
  for (const [name, [message, state]] of Object.entries(silent)) {
    it(`${state ? "hides" : "shows"} ${name}`, async () => {
      await post(chat, message);

      assert.deepEqual(await readStates(chat, "product-admin"), [state]);
    });
  }

  it("keeps what came of it for each person alone", async () => {
    const { body } = await post(group, { attachments: [oauth] });

    const set = [
      await setState(body.id, { as: "product-admin", state: "shown" }),
      await setState(body.id, { as: "global-admin", state: "done" }),
    ];

    const states = await Promise.all(
      ["product-admin", "global-admin", "teams-admin"].map((as) => readStates(group, as)),
    );
    assert.deepEqual(set, [
      [200, undefined],
      [200, undefined],
    ]);
    assert.deepEqual(states, [["shown"], ["done"], ["silent"]]);
  });

  it("forgets it when the bot changes the message", async () => {
    const { body } = await post(chat, { attachments: [oauth] });
    await setState(body.id, { as: "product-admin", state: "done" });
    const path = `/v3/conversations/${encodeURIComponent(chat)}/activities/${body.id}`;

    await stage.send("PUT", path, { type: "message", attachments: [oauth] });

    assert.deepEqual(await readStates(chat, "product-admin"), ["silent"]);
  });

  it("keeps it for messages that sign somebody in only", async () => {
    const card = await post(chat, { attachments: [oauth] });
    const other = await post(chat, { attachments: [signin] });
    const shown = { as: "product-admin", state: "shown" };

    const answers = [
      await setState("1", shown),
      await setState(other.body.id, shown),
      await setState(card.body.id, { ...shown, as: "guest" }),
      await setState(card.body.id, { ...shown, state: "silent" }),
      await setState(card.body.id, { ...shown, as: "nobody" }),
    ];

    assert.deepEqual(answers, [
      [404, "MessageNotFound"],
      [404, "MessageNotFound"],
      [403, "NotAMember"],
      [400, "BadSyntax"],
      [400, "UnknownPerson"],
    ]);
  });

  const broken: Readonly<Record<string, unknown>> = {
    "no content": undefined,
    "no button": { text: "Sign in", buttons: [] },
    "an exchange without id": { ...oauth.content, tokenExchangeResource: { uri: "api://x" } },
  };
  for (const [name, content] of Object.entries(broken)) {
    it(`refuses an OAuth card with ${name}`, async () => {
      const { status, body } = await post(chat, { attachments: [{ ...oauth, content }] });

      assert.deepEqual([status, body.error?.code], [400, "BadSyntax"]);
    });
  }

  const invokes: Readonly<Record<string, unknown>> = {
    "signin/tokenExchange": { id: "x-1", connectionName: "", token: "ey.J.x" },
    "signin/verifyState": { state: "123456" },
    "signin/failure": { code: "resourcematchfailed", message: "No match." },
    "adaptiveCard/action": {
      action: { type: "Action.Execute", verb: "check", data: {} },
      trigger: "manual",
      authentication: { id: "x-1", connectionName: "", token: "ey.J.x" },
      state: "123456",
    },
  };
  for (const [name, value] of Object.entries(invokes)) {
    it(`hands ${name} on, and what the bot answers`, async () => {
      const { body: card } = await post(chat, { attachments: [oauth] });
      const answer = { statusCode: 412, type: "application/vnd.microsoft.error", value: {} };
      stage.behave(() => answer);

      const deed = { as: "product-admin", type: "invoke", name, value, replyToId: card.id };
      const { status, body } = await api.act(chat, deed);

      const [heard] = stage.heard as (Heard & { readonly name: string })[];
      assert.deepEqual([status, body.invokeResponse], [200, { status: 200, body: answer }]);
      assert.deepEqual([heard?.name, heard?.value, heard?.replyToId], [name, value, card.id]);
      assert.deepEqual(await readStates(chat, "product-admin"), ["silent"]);
    });
  }
});
