import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { tenantId } from "../support/activities.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";

const { ToBotFromEmulatorTokenValidationParameters: emulator } = createRequire(import.meta.url)(
  "botframework-connector/lib/auth/emulatorValidation",
).EmulatorValidation as { ToBotFromEmulatorTokenValidationParameters: { issuer: string[] } };

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

  it("runs a turn for the Connector and answers with the bot's token", async () => {
    const { status } = await stage.deliver();

    assert.equal(status, 200);
    assert.deepEqual(
      stage.channel.sent.map(({ method, authorization }) => [method, authorization]),
      [["POST", "Bearer bot-token"]],
    );
  });

  const refusals: Record<string, (stage: BotStage) => Promise<string>> = {
    "an Entra token whose azp is the bot": ({ channel, appId }) =>
      channel.signAsTenant({
        iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
        tid: tenantId,
        ver: "2.0",
        azp: appId,
        aud: appId,
      }),
    "an Entra key under the Connector's claims": ({ channel, claims }) =>
      channel.signAsTenant(claims()),
    "a forged signature under a known key id": ({ channel, claims }) => channel.forge(claims()),
    "a token that expired ten minutes ago": ({ channel, claims }) =>
      channel.signAsChannel(claims({ exp: Math.floor(Date.now() / 1000) - 600 })),
    "a token for another bot": ({ channel, claims }) =>
      channel.signAsChannel(claims({ aud: tenantId })),
    "the service URL of somebody else": ({ channel, claims }) =>
      channel.signAsChannel(claims({ serviceurl: "http://127.0.0.1:9/" })),
  };
  for (const [name, makeToken] of Object.entries(refusals))
    it(`runs no turn for ${name}`, async () => {
      const turns = stage.log.find("turn").length;

      const { status, body } = await stage.deliverWith(await makeToken(stage));

      assert.ok(status === 401 || status === 403, `status is ${status}`);
      assert.ok(["token", "claims", "serviceUrl"].includes((body as { error: string }).error));
      assert.equal(stage.log.find("turn").length, turns);
    });

  it("accepts a token that expired four minutes ago", async () => {
    const exp = Math.floor(Date.now() / 1000) - 240;

    const { status } = await stage.deliverWith(
      await stage.channel.signAsChannel(stage.claims({ exp })),
    );

    assert.equal(status, 200);
  });

  it("lets junk tokens leave nothing behind in the SDK", async () => {
    const known = emulator.issuer.length;

    for (let count = 0; count < 20; count += 1) {
      const tid = `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
      const claims = { iss: `https://sts.windows.net/${tid}/`, tid, azp: stage.appId };
      await stage.deliverWith(await stage.channel.forge(claims));
    }

    assert.equal(emulator.issuer.length, known);
  });

  it("asks for no metadata because of the channel AseChannel", async () => {
    const token = await stage.channel.signAsChannel(stage.claims());
    const asked = stage.channel.requests.length;

    const { status } = await stage.deliverWith(token, { channelId: "AseChannel" });

    assert.deepEqual([status, stage.channel.requests.length], [403, asked]);
  });
});
