import assert from "node:assert/strict";
import { createHmac, createPublicKey, type JsonWebKey } from "node:crypto";
import { createRequire } from "node:module";
import { findCloud } from "../../src/core/cloud/index.ts";
import { tenantId } from "../support/activities.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import { createEgressLog } from "../support/egress-log.ts";
import {
  createConnectorKey,
  type FaultyConnector,
  startFaultyConnector,
} from "../support/faulty-connector.ts";

const { ToBotFromEmulatorTokenValidationParameters: emulator } = createRequire(import.meta.url)(
  "botframework-connector/lib/auth/emulatorValidation",
).EmulatorValidation as { ToBotFromEmulatorTokenValidationParameters: { issuer: string[] } };

type Overrides = Readonly<Record<string, unknown>>;

const FOREIGN = "11111111-1111-4111-8111-111111111111";
const now = () => Math.floor(Date.now() / 1000);

/** A token whose parts are as given; nobody signed it. */
function join(header: object, claims: object, signature: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part(claims)}.${signature}`;
}

describe("authentication of activities", () => {
  let stage: BotStage;
  const { error } = console;
  before(async () => {
    stage = await startBotStage();
    // The SDK prints what it refuses.
    console.error = () => {};
  });
  after(async () => {
    console.error = error;
    await stage?.stop();
  });

  const countTurns = () => stage.log.find("turn").length + stage.log.find("turn failed").length;

  /** Delivers with that token and makes sure that nothing ran and nothing was sent. */
  async function refuse(token: string, overrides: Overrides = {}): Promise<string> {
    const before = [countTurns(), stage.channel.sent.length];

    const { status, body } = await stage.deliverWith(token, overrides);

    assert.deepEqual([countTurns(), stage.channel.sent.length], before);
    return `${status} ${(body as { error: string }).error}`;
  }

  /** The same with a token that the Connector signed. */
  async function refuseSigned(claims: Overrides, overrides: Overrides = {}): Promise<string> {
    return refuse(await stage.channel.signAsChannel(stage.claims(claims)), overrides);
  }

  it("runs a turn for the Connector and answers with the bot's token", async () => {
    const { status } = await stage.deliver();

    assert.equal(status, 200);
    assert.deepEqual(
      stage.channel.sent.map(({ method, authorization }) => [method, authorization]),
      [["POST", "Bearer bot-token"]],
    );
  });

  it("S1 refuses an Entra token whose azp is the bot", async () => {
    const { appId, channel } = stage;
    const about = { tid: tenantId, azp: appId, appid: appId, aud: appId };
    const v2 = { ...about, ver: "2.0", iss: `https://login.microsoftonline.com/${tenantId}/v2.0` };
    const v1 = { ...about, ver: "1.0", iss: `https://sts.windows.net/${tenantId}/` };

    const answers = [
      await refuse(await channel.signAsTenant(v2)),
      await refuse(await channel.signAsTenant(v1)),
      // With what the fence asks for besides.
      await refuse(await channel.signAsTenant({ ...v2, serviceurl: channel.origin })),
    ];

    assert.deepEqual(answers, ["401 token", "401 token", "401 claims"]);
  });

  it("S2 lets junk tokens leave nothing behind in the SDK", async () => {
    const known = emulator.issuer.length;

    for (let count = 0; count < 20; count += 1) {
      const tid = `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
      const claims = { iss: `https://sts.windows.net/${tid}/`, tid, azp: stage.appId };
      await refuse(join({ alg: "RS256", kid: "x" }, claims, "c2ln"));
      await refuse(await stage.channel.forge(stage.claims({ tid, azp: stage.appId })));
    }

    assert.equal(emulator.issuer.length, known);
  });

  it("S3 refuses an activity without a service URL", async () => {
    assert.equal(await refuseSigned({}, { serviceUrl: undefined }), "403 serviceUrl");
    assert.equal(await refuseSigned({}, { serviceUrl: "" }), "403 serviceUrl");
    assert.equal(await refuseSigned({ serviceurl: undefined }), "401 token");
  });

  it("S4 refuses a service URL other than the token's", async () => {
    const { origin } = stage.channel;

    assert.equal(await refuseSigned({ serviceurl: "http://127.0.0.1:9/" }), "403 serviceUrl");
    assert.equal(await refuseSigned({}, { serviceUrl: `${origin}/` }), "403 serviceUrl");
  });

  it("S4 refuses a signed service URL of a foreign host", async () => {
    for (const serviceUrl of ["https://evil.trafficmanager.net/", "https://127.0.0.1/"])
      assert.equal(
        await refuseSigned({ serviceurl: serviceUrl }, { serviceUrl }),
        "403 serviceUrl",
      );
  });

  it("S5 refuses another tenant, and two at once", async () => {
    const there = { tenant: { id: FOREIGN } };
    const conversation = { id: "a:1", conversationType: "personal" };

    const answers = [
      await refuseSigned(
        {},
        { conversation: { ...conversation, tenantId: FOREIGN }, channelData: there },
      ),
      await refuseSigned({}, { conversation: { ...conversation, tenantId }, channelData: there }),
      await refuseSigned({}, { conversation, channelData: there }),
      await refuseSigned({}, { conversation, channelData: {} }),
    ];

    assert.deepEqual(new Set(answers), new Set(["403 tenant"]));
  });

  it("S6 refuses AseChannel and asks nobody about it", async () => {
    const egress = createEgressLog();
    const asked = stage.channel.requests.length;

    const answer = await refuseSigned({}, { channelId: "AseChannel" });
    egress.stop();

    assert.deepEqual(
      [answer, stage.channel.requests.length, egress.origins()],
      ["403 channel", asked, []],
    );
  });

  it("S7 refuses the channel emulator, and every other", async () => {
    for (const channelId of ["emulator", "webchat", "directline", "MSTEAMS", "", undefined])
      assert.equal(await refuseSigned({}, { channelId }), "403 channel");
  });

  it("S8 refuses a request without a token", async () => {
    const body = { type: "message", conversation: { id: "a:1" } };
    const turns = countTurns();

    for (const authorization of [undefined, "", "Bearer", "Bearer ", "Basic YTpi"])
      assert.deepEqual(await stage.bot.receive({ authorization, body }, "c"), {
        status: 401,
        body: { error: "token" },
      });

    assert.equal(countTurns(), turns);
  });

  it("S12 refuses a forged signature under a known key id", async () => {
    assert.equal(await refuse(await stage.channel.forge(stage.claims())), "401 token");
  });

  it("S12 refuses an Entra key under the Connector's claims", async () => {
    assert.equal(await refuse(await stage.channel.signAsTenant(stage.claims())), "401 token");
  });

  it("S12 refuses claims that were changed after signing", async () => {
    const [header, , signature] = (await stage.channel.signAsChannel(stage.claims())).split(".");
    const claims = { ...stage.claims(), exp: now() + 9999 };
    const changed = Buffer.from(JSON.stringify(claims)).toString("base64url");

    assert.equal(await refuse(`${header}.${changed}.${signature}`), "401 token");
  });

  it("S12 refuses a token without a signature", async () => {
    const claims = { ...stage.claims(), exp: now() + 600 };

    for (const alg of ["none", "None", "nOnE"])
      for (const signature of ["", "c2ln"])
        assert.equal(await refuse(join({ alg, typ: "JWT" }, claims, signature)), "401 token");
    // Where the header lies, the signature is looked at.
    assert.equal(await refuse(join({ alg: "RS256", kid: "channel" }, claims, "AA")), "401 token");
  });

  it("S12 refuses HS256 with the public key as its secret", async () => {
    const document = await fetch(`${stage.channel.origin}/channel-keys`);
    const { keys } = (await document.json()) as { keys: JsonWebKey[] };
    const published = createPublicKey({ key: keys[0] ?? {}, format: "jwk" });
    const secret = published.export({ type: "spki", format: "pem" });
    const unsigned = join(
      { alg: "HS256", kid: "channel", typ: "JWT" },
      { ...stage.claims(), exp: now() + 600 },
      "",
    ).slice(0, -1);
    const signature = createHmac("sha256", secret).update(unsigned).digest("base64url");

    assert.equal(await refuse(`${unsigned}.${signature}`), "401 token");
  });

  it("S12 refuses a token for another bot", async () => {
    assert.equal(await refuseSigned({ aud: tenantId }), "401 claims");
    assert.equal(await refuseSigned({ aud: [stage.appId, tenantId] }), "401 token");
  });

  it("S12 refuses the issuer of another cloud", async () => {
    assert.equal(await refuseSigned({ iss: "https://api.botframework.us" }), "401 claims");
    assert.equal(await refuseSigned({ iss: "https://api.botframework.com/" }), "401 claims");
  });

  it("S16 handles an activity once that arrives three times", async () => {
    const token = await stage.channel.signAsChannel(stage.claims());
    const [turns, sent] = [countTurns(), stage.channel.sent.length];

    const answers = await Promise.all(
      [1, 2, 3].map(() => stage.deliverWith(token, { id: "delivered-thrice" })),
    );

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.deepEqual([countTurns() - turns, stage.channel.sent.length - sent], [1, 1]);
  });
});

describe("a key without an endorsement", () => {
  let stage: BotStage;
  let connector: FaultyConnector;
  const { error } = console;
  before(async () => {
    connector = await startFaultyConnector();
    stage = await startBotStage({
      cloud: findCloud("sandbox", { origin: connector.origin, tenantId }),
    });
    console.error = () => {};
  });
  after(async () => {
    console.error = error;
    await connector?.stop();
    await stage?.stop();
  });

  it("S15 refuses a key that is not endorsed for Teams", async () => {
    const webchat = await createConnectorKey("webchat", ["webchat"]);
    const teams = await createConnectorKey("teams", ["msteams"]);
    connector.publish(webchat, teams);

    const answers = [
      await stage.deliverWith(await webchat.sign(stage.claims())),
      await stage.deliverWith(await teams.sign(stage.claims())),
    ];

    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 200],
    );
    assert.equal(stage.log.find("turn").length, 1);
  });
});
