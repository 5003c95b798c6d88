import assert from "node:assert/strict";
import type { z } from "zod";
import { actions } from "../../src/bot/index.ts";
import { VERBS } from "../../src/core/view/index.ts";
import { CLIENT_ID, CODES, TENANT } from "../core/view/examples.ts";
import type { BotStage } from "../support/bot.ts";
import {
  inChannel,
  listPublic,
  pressOf,
  startTargetedStage,
  submitOf,
} from "../support/targeted.ts";

/** For each verb everything that it takes. */
const VALID: Readonly<Record<(typeof VERBS)[number], Readonly<Record<string, string>>>> = {
  answer: { s: CODES.imapOther },
  wizard: { s: CODES.imapOpen },
  choose: { s: CODES.imapOpen, dimension: "sender", choice: "same", action: "verify" },
  note: { note: "autostore:private-window" },
  lookup: { permission: "graph:Mail.Send" },
  consent: { s: CODES.imapOther, tenant: TENANT, app: "Contoso", clientId: CLIENT_ID },
  verify: { s: CODES.imapOther, app: "Contoso", clientId: CLIENT_ID },
  "use-app": { s: CODES.imapOther, for: "consent", clientId: CLIENT_ID, k: "sealed" },
  recheck: { s: CODES.imapOther, request: "request-1" },
  paste: { s: CODES.imapOther },
  forget: { answer: "delete" },
  resume: { q: "question-1" },
  "explain-error": { s: CODES.imapOther, text: "AADSTS65001" },
  action: { action: "verify", s: CODES.imapOther },
  help: {},
  change: { s: CODES.imapOther },
  export: { s: CODES.imapOther, format: "csv" },
  "export-report": { s: CODES.imapOther, clientId: CLIENT_ID, format: "terraform" },
  share: {
    subject: CODES.imapOther,
    clientId: CLIENT_ID,
    show: "names",
    other: "team channel",
  },
  "share-post": {
    subject: "permission:graph:Mail.Send",
    clientId: CLIENT_ID,
    team: TENANT,
    channel: "19:it@thread.tacv2",
    chat: "a:1",
    show: "names,state",
    other: "team channel",
    again: "attempt-1",
  },
  watch: { s: CODES.imapOther, app: "Contoso", clientId: CLIENT_ID, other: "team channel" },
  "watch-start": {
    s: CODES.imapOther,
    clientId: CLIENT_ID,
    team: TENANT,
    channel: "19:it@thread.tacv2",
    chat: "a:1",
    other: "team channel",
  },
  "watch-look": { clientId: CLIENT_ID },
  "watch-snooze": { clientId: CLIENT_ID, for: "week" },
  "watch-fence": { clientId: CLIENT_ID },
  "watch-stop": { clientId: CLIENT_ID },
  request: {
    s: CODES.imapOther,
    app: "Contoso",
    clientId: CLIENT_ID,
    comment: "Scans",
    until: "2027-01-01",
    step: "form",
    k: "sealed",
  },
  "request-send": {
    s: CODES.imapOther,
    clientId: CLIENT_ID,
    comment: "Scans",
    until: "2027-01-01",
    k: "sealed",
  },
  "request-show": { request: "request-1" },
  "request-verdict": { request: "request-1", verdict: "approve" },
  "request-decide": { request: "request-1", verdict: "decline", comment: "No", k: "sealed" },
  "request-withdraw": { request: "request-1" },
  "request-consent": { request: "request-1" },
  "request-check": { request: "request-1" },
  "request-again": { request: "request-1" },
  history: { list: "mine", page: "0" },
};

const WRONG: readonly (readonly [string, unknown])[] = [
  ["an object", { $gt: "" }],
  ["a number", 1],
  ["an array", ["1"]],
  ["true", true],
  ["null", null],
];

describe("every card verb", () => {
  it("has an action, and every action is a verb of the cards", () => {
    const known = actions.map(({ verb }) => verb);

    assert.deepEqual([...known].sort(), [...VERBS].sort());
  });

  for (const { verb, input } of actions) {
    const valid = VALID[verb as (typeof VERBS)[number]];

    it(`takes its fields, and these are all: ${verb}`, () => {
      const { shape } = input as z.ZodObject;

      assert.deepEqual(Object.keys(valid).sort(), Object.keys(shape).sort());
      assert.deepEqual(input.safeParse(valid).error, undefined);
    });

    it(`refuses a field that it does not know: ${verb}`, () => {
      const { error } = input.safeParse({ ...valid, unheard: "x" });

      assert.deepEqual(
        error?.issues.map(({ code }) => code),
        ["unrecognized_keys"],
      );
    });

    for (const name of Object.keys(valid))
      for (const [title, value] of WRONG)
        it(`refuses ${title} as ${name}: ${verb}`, () => {
          const { error } = input.safeParse({ ...valid, [name]: value });

          assert.deepEqual(
            error?.issues.map(({ path }) => path),
            [[name]],
          );
        });
  }
});

describe("every card verb, pressed on a targeted card", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startTargetedStage();
  });
  after(() => stage?.stop());

  for (const { verb } of actions) {
    const input = VALID[verb as (typeof VERBS)[number]];
    const presses = { press: pressOf(verb, input), submit: submitOf(verb, input) };
    for (const [name, deed] of Object.entries(presses))
      it(`is answered to one person alone: ${verb}, ${name}`, async () => {
        const before = stage.channel.sent.length;

        const { body } = await stage.deliver({ ...inChannel, ...deed });

        const sent = stage.channel.sent.slice(before);
        assert.ok(body !== undefined || sent.length > 0, "there was no answer");
        assert.deepEqual(listPublic(sent), []);
      });
  }
});
