import assert from "node:assert/strict";
import type { Activity } from "botbuilder";
import { type Turn, toTurn } from "../../src/bot/turn.ts";
import { appId, buildActivity, tenantId } from "../support/activities.ts";

function turnOf(overrides: Readonly<Record<string, unknown>> = {}): Turn {
  return toTurn(buildActivity(overrides) as unknown as Activity);
}

describe("toTurn", () => {
  it("describes a message", () => {
    assert.deepEqual(turnOf(), {
      kind: "message",
      actor: {
        id: "29:priya",
        name: "Priya",
        aadObjectId: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101",
      },
      tenantId,
      place: "personal",
      language: "en",
      isLanguageOpen: false,
      isTargeted: false,
      conversationId: "a:1",
      activityId: "1795287000000",
      text: "help",
      input: {},
    });
  });

  const kinds: Record<string, [overrides: Record<string, unknown>, kind: Turn["kind"]]> = {
    "a message with a value": [{ value: {} }, "submit"],
    "a message with a null value": [{ value: null }, "message"],
    "a pressed button": [{ type: "invoke", name: "adaptiveCard/action" }, "action"],
    "a search of the message extension": [
      { type: "invoke", name: "composeExtension/query" },
      "extension",
    ],
    "a dialog": [{ type: "invoke", name: "task/fetch" }, "extension"],
    "another invoke": [{ type: "invoke", name: "tab/fetch" }, "unknown"],
    "an installation": [{ type: "installationUpdate", action: "add" }, "installed"],
    "an upgrade": [{ type: "installationUpdate", action: "add-upgrade" }, "unknown"],
    "a removal": [{ type: "installationUpdate", action: "remove" }, "unknown"],
    "a new member": [{ type: "conversationUpdate", membersAdded: [{ id: "x" }] }, "membersAdded"],
    "a lost member": [{ type: "conversationUpdate", membersRemoved: [{ id: "x" }] }, "unknown"],
    "a reaction": [{ type: "messageReaction" }, "unknown"],
  };
  for (const [name, [overrides, kind]] of Object.entries(kinds))
    it(`knows ${name}`, () => {
      assert.equal(turnOf(overrides).kind, kind);
    });

  it("reads what a dialog sends like a press", () => {
    const value = { commandId: "compose", data: { verb: "wizard", s: "1~autostore", l: "de" } };

    const turn = turnOf({ type: "invoke", name: "composeExtension/submitAction", value });

    const { invoke, command, verb, input, language } = turn;
    assert.deepEqual(
      { invoke, command, verb, input, language },
      {
        invoke: "composeExtension/submitAction",
        command: "compose",
        verb: "wizard",
        input: { s: "1~autostore" },
        language: "de",
      },
    );
  });

  it("leaves the data of a query alone, a verb in it too", () => {
    const value = { commandId: "search", verb: "consent", queryOptions: { skip: 0, count: 25 } };

    const turn = turnOf({ type: "invoke", name: "composeExtension/query", value });

    assert.deepEqual([turn.verb, turn.command, turn.input], [undefined, "search", value]);
  });

  const mention = {
    type: "mention",
    mentioned: { id: `28:${appId}`, name: "Consentry" },
    text: "<at>Consentry</at>",
  };
  const entities = [mention];
  const texts: Record<string, [overrides: Record<string, unknown>, text: string]> = {
    "without a mention": [{ text: " IMAP " }, "IMAP"],
    "with a mention": [{ text: "<at>Consentry</at> IMAP", entities }, "IMAP"],
    "with a mention inside": [{ text: "Hi <at>Consentry</at>, IMAP", entities }, "Hi , IMAP"],
    "with two mentions": [{ text: "<at>Consentry</at> IMAP <at>Consentry</at>", entities }, "IMAP"],
    "with a mention of somebody else": [{ text: "ask <at>Priya</at>" }, "ask Priya"],
    "with leftovers of HTML": [
      { text: "<at>Consentry</at>&nbsp;a &amp; b\u00a0c", entities },
      "a & b c",
    ],
    "that decodes once only": [{ text: "&amp;lt;" }, "&lt;"],
    "that is missing": [{ text: undefined, entities }, ""],
  };
  for (const [name, [overrides, text]] of Object.entries(texts))
    it(`reads a text ${name}`, () => {
      assert.equal(turnOf(overrides).text, text);
    });

  const locales: Record<string, string> = {
    "de-AT": "de",
    fr: "fr",
    "FR-ca": "fr",
    "pt-BR": "en",
    "": "en",
  };
  for (const [locale, language] of Object.entries(locales))
    it(`speaks ${language} for the locale "${locale}"`, () => {
      assert.equal(turnOf({ locale }).language, language);
    });

  it("takes the locale of the client when the activity has none", () => {
    const client = [{ type: "clientInfo", locale: "de-DE" }];

    assert.equal(turnOf({ locale: undefined, entities: client }).language, "de");
  });

  it("reads verb and data of Action.Execute", () => {
    const action = { type: "Action.Execute", verb: "answer", data: { verb: "help", s: "1" } };

    const { verb, input } = turnOf({
      type: "invoke",
      name: "adaptiveCard/action",
      value: { action },
    });

    assert.deepEqual({ verb, input }, { verb: "answer", input: { s: "1" } });
  });

  it("reads verb and data of Action.Submit without Teams's own hints", () => {
    const { verb, input } = turnOf({ value: { verb: "answer", s: "1", msteams: { type: "x" } } });

    assert.deepEqual({ verb, input }, { verb: "answer", input: { s: "1" } });
  });

  for (const value of ["text", 1, [], { action: null }, { action: { data: "x" } }])
    it(`reads no input from ${JSON.stringify(value)}`, () => {
      const { input } = turnOf({ type: "invoke", name: "adaptiveCard/action", value });

      assert.deepEqual(input, {});
    });

  it("knows the home tenant of people from elsewhere", () => {
    const { actor } = turnOf({ from: { id: "29:x", tenantId: "other" } });

    assert.deepEqual(actor, { id: "29:x", tenantId: "other" });
  });

  it("takes as personal only what is said to be", () => {
    const places = ["personal", "groupChat", "channel", undefined].map(
      (conversationType) => turnOf({ conversation: { id: "1", conversationType } }).place,
    );

    assert.deepEqual(places, ["personal", "groupChat", "channel", "groupChat"]);
  });
});
