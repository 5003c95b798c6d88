import assert from "node:assert/strict";
import { findCloud } from "../../src/core/cloud/index.ts";
import { tenantId } from "../support/activities.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import {
  type Fate,
  type FaultyConnector,
  startFaultyConnector,
} from "../support/faulty-connector.ts";

/** Short for what never answers; long for all else, so that a slow machine changes nothing. */
const SHORT_MS = 300;
const LONG_MS = 20_000;
/** Less than the longest wait that the rule takes upon itself. */
const SCARCE_MS = 4_900;

/** Presses a button whose reply takes the place of its card. */
const press = {
  type: "invoke",
  name: "adaptiveCard/action",
  value: { action: { type: "Action.Execute", verb: "wizard", data: {} } },
  replyToId: "m1",
  text: undefined,
};

describe("a Bot Connector that fails", () => {
  let stage: BotStage;
  let connector: FaultyConnector;
  afterEach(async () => {
    await connector?.stop();
    await stage?.stop();
  });

  /** Sends the bot an activity whose replies go to the faulty Connector. */
  async function deliver(
    fates: readonly Fate[],
    overrides: Readonly<Record<string, unknown>> = {},
    patienceMs = fates.includes("hang") ? SHORT_MS : LONG_MS,
  ) {
    connector = await startFaultyConnector();
    stage = await startBotStage({ patienceMs });
    connector.plan(...fates);
    const serviceUrl = connector.origin;
    const token = await stage.channel.signAsChannel(stage.claims({ serviceurl: serviceUrl }));
    const { status } = await stage.deliverWith(token, { serviceUrl, ...overrides });
    const failed = stage.log.find("turn failed").map(({ fields }) => fields.status ?? fields.error);
    return { status, sent: connector.sent, waits: stage.waits, failed };
  }

  const POST = "POST";
  const quiet = { status: 200, failed: [] };
  const faults: Readonly<Record<string, readonly [fates: readonly Fate[], expected: object]>> = {
    "429 with Retry-After": [
      [{ status: 429, headers: { "retry-after": "0.1" } }],
      { ...quiet, sent: [POST, POST], waits: [100] },
    ],
    "429 without a time, twice": [
      [{ status: 429 }, { status: 429 }],
      { ...quiet, sent: [POST, POST, POST], waits: [1000, 2000] },
    ],
    "412 once": [[{ status: 412 }], { ...quiet, sent: [POST, POST], waits: [200] }],
    // The second POST of the following ones is the error card, not the message again.
    "500 once": [[{ status: 500 }], { status: 200, sent: [POST, POST], waits: [], failed: [500] }],
    "502 once": [[{ status: 502 }], { status: 200, sent: [POST, POST], waits: [], failed: [502] }],
    "503 once": [[{ status: 503 }], { status: 200, sent: [POST, POST], waits: [], failed: [503] }],
    "a dropped socket": [
      ["drop"],
      { status: 200, sent: [POST, POST], waits: [], failed: ["RestError"] },
    ],
    "no answer at all": [
      ["hang"],
      { status: 200, sent: [POST], waits: [], failed: ["TimeoutError"] },
    ],
  };
  for (const [name, [fates, expected]] of Object.entries(faults))
    it(`is survived: ${name}`, async () => {
      assert.deepEqual(await deliver(fates), expected);
    });

  it("waits for nothing that is longer than its patience", async () => {
    const fate = { status: 429, headers: { "retry-after": "5" } };

    const { waits, failed } = await deliver([fate], {}, SCARCE_MS);

    assert.deepEqual({ waits, failed }, { waits: [], failed: [429] });
  });

  it("stops sending where the patience of the turn ended", async () => {
    const { sent } = await deliver(["hang", "hang", "hang"]);

    assert.deepEqual(sent, [POST]);
    assert.equal(stage.log.find("the apology failed").length, 1);
  });

  it("answers a button whose card cannot be replaced in time", async () => {
    const { status, sent, failed } = await deliver(["hang"], press);

    assert.deepEqual({ status, sent, failed }, { status: 200, sent: ["PUT"], failed: [] });
    assert.equal(stage.log.find("a card could not be replaced").length, 1);
  });

  for (const fate of [{ status: 502 }, { status: 503 }, "drop"] as const)
    it(`replaces a card at the second try: ${JSON.stringify(fate)}`, async () => {
      const { sent, waits } = await deliver([fate], press);

      assert.deepEqual({ sent, waits }, { sent: ["PUT", "PUT"], waits: [500] });
    });
});

describe("a Bot Connector whose keys cannot be read", () => {
  let stage: BotStage;
  let connector: FaultyConnector;
  const { error } = console;
  before(async () => {
    connector = await startFaultyConnector();
    const cloud = findCloud("sandbox", { origin: connector.origin, tenantId });
    stage = await startBotStage({ cloud, patienceMs: SHORT_MS });
    // The SDK prints what it refuses.
    console.error = () => {};
  });
  after(async () => {
    console.error = error;
    await connector?.stop();
    await stage?.stop();
  });

  for (const [name, fate] of [
    ["an error", { status: 503 }],
    ["no answer at all", "hang"],
    ["a dropped socket", "drop"],
  ] as const)
    it(`refuses the turn with 401 after ${name}`, async () => {
      connector.planMetadata(fate);

      const { status, body } = await stage.deliver();

      assert.deepEqual({ status, body }, { status: 401, body: { error: "token" } });
    });
});
