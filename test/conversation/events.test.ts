import assert from "node:assert/strict";
import { buildActivity } from "../support/activities.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import { channel, german, groupChat, personal, type Stage, startStage } from "../support/talk.ts";

describe("installation", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage?.stop());

  for (const [name, seat] of Object.entries({ personal, german, groupChat }))
    it(`welcomes once: ${name}`, async () => {
      const shown = await stage.read(seat);

      assert.equal(shown.length, 1);
      assert.equal(shown[0]?.from.kind, "bot");
    });

  it("welcomes a team once, in its General channel", async () => {
    const general = { ...channel, conversation: "19:contoso-it@thread.tacv2" };

    assert.deepEqual(
      [(await stage.read(general)).length, (await stage.read(channel)).length],
      [1, 0],
    );
  });
});

describe("events", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage?.stop());

  const botId = () => `28:${stage.appId}`;
  const silent: Record<string, () => Record<string, unknown>> = {
    "an upgrade of the app": () => ({ type: "installationUpdate", action: "add-upgrade" }),
    "the app being removed": () => ({ type: "installationUpdate", action: "remove" }),
    "a new member": () => ({ type: "conversationUpdate", membersAdded: [{ id: "29:other" }] }),
    "the bot as a new member": () => ({
      type: "conversationUpdate",
      membersAdded: [{ id: botId() }],
    }),
    "a renamed channel": () => ({
      type: "conversationUpdate",
      channelData: { eventType: "channelRenamed", tenant: buildActivity().channelData?.tenant },
    }),
    "a reaction": () => ({ type: "messageReaction", reactionsAdded: [{ type: "like" }] }),
    typing: () => ({ type: "typing" }),
    "an edited message": () => ({ type: "messageUpdate" }),
    "an unknown event": () => ({ type: "event", name: "application/vnd.microsoft.unheard" }),
    "an unknown type": () => ({ type: "telepathy" }),
  };
  for (const [name, overrides] of Object.entries(silent))
    it(`answers 200 and says nothing to ${name}`, async () => {
      const sent = stage.channel.sent.length;

      const { status } = await stage.deliver({ text: undefined, ...overrides() });

      assert.deepEqual([status, stage.channel.sent.length], [200, sent]);
    });

  it("logs an unknown type once", async () => {
    await stage.deliver({ type: "telepathy" });
    await stage.deliver({ type: "telepathy" });

    const lines = stage.log.find("something unknown was ignored");
    assert.equal(lines.filter(({ fields }) => fields.name === "telepathy").length, 1);
  });

  it("answers an empty message", async () => {
    const sent = stage.channel.sent.length;

    await stage.deliver({ text: undefined });

    assert.equal(stage.channel.sent.length, sent + 1);
  });

  it("refuses people of another tenant politely", async () => {
    const from = { id: "29:x", aadObjectId: "y", tenantId: "11111111-1111-4111-8111-111111111111" };

    await stage.deliver({ from, text: "IMAP" });

    const card = JSON.stringify(stage.channel.sent.at(-1)?.body);
    assert.match(card, /That is not possible by chat/);
  });
});

describe("deliveries", () => {
  let stage: BotStage;
  beforeEach(async () => {
    stage = await startBotStage();
  });
  afterEach(() => stage?.stop());

  it("answers one message once, however often it comes", async () => {
    const copies = Array.from({ length: 3 }, () => stage.deliver({ id: "1" }));

    const statuses = (await Promise.all(copies)).map(({ status }) => status);

    assert.deepEqual([statuses, stage.channel.sent.length], [[200, 200, 200], 1]);
  });

  it("answers the same id in another conversation", async () => {
    const { conversation } = buildActivity();
    await stage.deliver({ id: "1" });
    await stage.deliver({ id: "1", conversation: { ...conversation, id: "a:2" } });

    assert.equal(stage.channel.sent.length, 2);
  });

  it("answers a repeated press without doing it twice", async () => {
    const value = { action: { type: "Action.Execute", verb: "help", data: {} } };
    const press = { id: "f:1", type: "invoke", name: "adaptiveCard/action", value };
    await stage.deliver(press);

    const { status, body } = await stage.deliver(press);

    assert.equal(status, 200);
    assert.equal((body as { type: string }).type, "application/vnd.microsoft.activity.message");
    assert.equal(stage.channel.sent.length, 1);
  });
});

describe("faults", () => {
  let stage: BotStage;
  beforeEach(async () => {
    const recalls = {
      read: async () => {
        throw new TypeError("the secret is hunter2");
      },
      write: async () => {},
      forget: async () => {},
    };
    stage = await startBotStage({ recalls });
  });
  afterEach(() => stage?.stop());

  it("end in an error card with the id of the log line", async () => {
    const { status } = await stage.deliver();

    const card = JSON.stringify(stage.channel.sent[0]?.body);
    assert.equal(status, 200);
    assert.match(card, /correlation-1/);
    assert.match(card, /ERR_TURN_FAILED|ERR\\\\_TURN\\\\_FAILED/);
    assert.ok(!card.includes("hunter2"), "the error's text left the house");
    assert.equal(stage.log.find("turn failed")[0]?.fields.correlationId, "correlation-1");
  });

  it("end in plain words when no card gets through", async () => {
    stage.channel.answer(({ body }) => ({ status: body.text ? 200 : 400 }));

    await stage.deliver();

    assert.match(stage.channel.sent.at(-1)?.body.text ?? "", /correlation-1/);
  });

  it("end quietly when the Connector is down", async () => {
    stage.channel.answer(() => ({ status: 503 }));

    const { status } = await stage.deliver();

    assert.equal(status, 200);
    assert.equal(stage.log.find("the apology failed").length, 1);
  });
});
