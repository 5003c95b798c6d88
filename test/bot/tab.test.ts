import assert from "node:assert/strict";
import type { TabAnswer, TabAsk } from "../../src/bot/index.ts";
import { parseSelection } from "../../src/core/advisor/index.ts";
import { LANGUAGES } from "../../src/core/local-text.ts";
import { readText } from "../../src/core/view/index.ts";
import { buildWorld } from "../core/view/examples.ts";
import { tenantId } from "../support/activities.ts";
import { type BotStage, startBotStage } from "../support/bot.ts";
import { buildIdentity } from "../support/people.ts";
import { ANSWERS } from "../support/subjects.ts";

const ANSWER = "1~autostore.destination_mail-send.mode_application.sender_other.source_imap";
const scenario = "1~autostore.sender_other.source_imap";
const whole = "1~autostore.destination_mail-send.sender_same.source_imap";

/** As the stage has it. */
const world = buildWorld({ publicUrl: "http://127.0.0.1:3978" });

describe("answering in the tab", () => {
  let stage: BotStage;
  before(async () => {
    stage = await startBotStage();
  });
  after(() => stage.stop());

  const ask = (input: TabAsk["input"], language: TabAsk["language"] = "en") => {
    const { personId, name } = buildIdentity();
    return stage.bot.answer({ tenantId, personId, name, language, input });
  };
  const say = (text: string, earlier?: string) => ask({ kind: "text", text, earlier });
  const press = (verb: string, data: Readonly<Record<string, unknown>>) =>
    ask({ kind: "press", verb, data });
  const summaryOf = (answer: TabAnswer) => (answer.kind === "card" ? answer.summary : answer.kind);

  it("gives the card of the chat, and what follows refers to", async () => {
    const answer = await say("AutoStore IMAP and Mail Send, another sender");

    assert.ok(answer.kind === "card");
    assert.equal(answer.card.type, "AdaptiveCard");
    assert.match(answer.summary, /IMAP Capture and Mail Send, another sender/);
    assert.match(answer.earlier, /^1~autostore\./);
  });

  it("remembers by what the page sends, not by itself", async () => {
    assert.match(summaryOf(await say("and for POP?", scenario)), /POP3/);
    assert.doesNotMatch(summaryOf(await say("and for POP?", "junk")), /another sender/);
  });

  it("opens the answer of a code in the language of the person", async () => {
    assert.match(summaryOf(await ask({ kind: "code", code: scenario }, "de")), /anderer Absender/);
  });

  it("goes through the wizard by its buttons", async () => {
    assert.match(summaryOf(await press("wizard", { s: "1~autostore" })), /start with/);
  });

  it("offers the formats with their downloads, and shows one", async () => {
    const offered = await press("export", { s: ANSWER });
    const shown = await press("export", { s: ANSWER, format: "bicep" });

    assert.ok(offered.kind === "card" && shown.kind === "card");
    assert.match(JSON.stringify(offered.card), /\/p\/1~autostore[^"]+\/export\/terraform"/);
    assert.match(JSON.stringify(shown.card), /"type":"CodeBlock"/);
  });

  const elsewhere: Readonly<Record<string, [TabAsk["input"], RegExp]>> = {
    "a check": [
      { kind: "press", verb: "verify", data: { s: whole } },
      /^verify http.*\/p\/1~autostore\./,
    ],
    "an export of a check": [
      {
        kind: "press",
        verb: "export-report",
        data: { s: ANSWER, clientId: "11111111-2222-4333-8444-555555555555" },
      },
      /^verify .*\/p\/1~autostore/,
    ],
    "a consent": [
      { kind: "press", verb: "consent", data: { s: whole } },
      /^consent http.*\/p\/1~autostore\./,
    ],
    "a consent with a question open": [
      { kind: "press", verb: "consent", data: { s: "1~autostore" } },
      /^consent$/,
    ],
    "a typed check": [{ kind: "text", text: "check tenant", earlier: undefined }, /^check tenant$/],
    "a typed check of what was said": [
      { kind: "text", text: "check tenant", earlier: whole },
      /^check tenant http.*\/p\/1~autostore\.destination_mail-send\.sender_same/,
    ],
    "deleting what is kept": [
      { kind: "text", text: "delete my data", earlier: undefined },
      /^delete my data$/,
    ],
    "signing out": [{ kind: "text", text: "sign out", earlier: undefined }, /^sign out$/],
  };
  for (const [name, [input, message]] of Object.entries(elsewhere))
    it(`sends into the chat for ${name}`, async () => {
      const answer = await ask(input);

      assert.ok(answer.kind === "in-chat");
      assert.match(answer.message, message);
    });

  it("drafts what the chat takes for that action about that set-up", async () => {
    for (const language of LANGUAGES)
      for (const action of ["consent", "verify"] as const)
        for (const [name, { code }] of ANSWERS) {
          const answer = await ask({ kind: "press", verb: action, data: { s: code } }, language);

          assert.ok(answer.kind === "in-chat");
          const read = readText(world, answer.message, { language, earlier: undefined });
          assert.ok(read.kind === "question", answer.message);
          const { kind, action: understood, selection } = read.question;
          assert.deepEqual(
            [kind, understood, selection],
            ["action", action, parseSelection(world.catalogue, code)],
            `${name}: ${answer.message}`,
          );
        }
  });

  const links: Readonly<Record<string, [TabAsk["input"], string | null]>> = {
    "an answer": [{ kind: "code", code: whole }, whole],
    "a choice that leads to one": [{ kind: "press", verb: "answer", data: { s: whole } }, whole],
    "a permission": [
      { kind: "press", verb: "lookup", data: { permission: "graph:Mail.Send" } },
      "permission:graph:Mail.Send",
    ],
    "a typed permission": [
      { kind: "text", text: "what is IMAP.AccessAsApp?", earlier: whole },
      "permission:exo:IMAP.AccessAsApp",
    ],
    "a note": [
      { kind: "press", verb: "note", data: { note: "autostore:private-window" } },
      "note:autostore:private-window",
    ],
    "a question": [{ kind: "code", code: "1~autostore" }, null],
    help: [{ kind: "text", text: "help", earlier: whole }, null],
  };
  for (const [name, [input, code]] of Object.entries(links))
    it(`gives the permalink of ${name}`, async () => {
      const answer = await ask(input);

      assert.ok(answer.kind === "card");
      assert.equal(answer.link, code === null ? null : `${world.publicUrl}/p/${code}`);
    });

  it("takes no verb and no field that no card of ours sends", async () => {
    await assert.rejects(press("nope", {}), { code: "ERR_ACTION_UNKNOWN" });
    await assert.rejects(press("answer", { s: scenario, x: 1 }), { code: "ERR_ACTION_INPUT" });
  });
});
