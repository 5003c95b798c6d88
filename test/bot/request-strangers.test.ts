import assert from "node:assert/strict";
import { type BotStage, startBotStage } from "../support/bot.ts";
import { buildIdentity, createFakePersonTokens } from "../support/people.ts";
import { pressOf } from "../support/targeted.ts";

const FOREIGN = "ffffffff-0000-4000-8000-00000000f0f0";
const request = "request-1";
const PRESSES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["request-show", { request }],
  ["request-verdict", { request, verdict: "approve" }],
  ["request-decide", { request, verdict: "approve", comment: "", k: "e30.AAAA" }],
  ["request-withdraw", { request }],
  ["request-consent", { request }],
  ["request-again", { request }],
  ["history", { list: "decided", page: "0" }],
];

describe("requests and strangers", () => {
  let stage: BotStage;
  before(async () => {
    const tokens = createFakePersonTokens();
    tokens.signIn(buildIdentity({ roles: ["global-administrator"] }));
    stage = await startBotStage({ tokens });
    await stage.deliver({ text: "hello" });
  });
  after(() => stage?.stop());

  const textIn = (body: unknown) => JSON.stringify(body ?? "");

  for (const [verb, data] of PRESSES)
    it(`tells nothing to somebody of another tenant: ${verb}`, async () => {
      const from = { id: "29:mallory", name: "Mallory", aadObjectId: FOREIGN, tenantId: FOREIGN };

      const { body } = await stage.deliver({ ...pressOf(verb, data), from });

      assert.match(textIn(body), /That is not possible by chat/);
    });

  for (const [verb, data] of PRESSES.filter(([, { request: id }]) => id !== undefined))
    it(`says that a request is not known here: ${verb}`, async () => {
      const { body } = await stage.deliver(pressOf(verb, data));

      assert.match(textIn(body), /That request is not here any more/);
    });
});
