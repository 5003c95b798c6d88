import assert from "node:assert/strict";
import { caseId, casesOfSelection } from "../../../src/core/advisor/index.ts";
import { type Earlier, understand } from "../../../src/core/understanding/index.ts";
import { catalogue } from "../../support/catalogue.ts";

function ask(text: string, earlier?: Earlier) {
  return understand(catalogue, text, { earlier });
}

function idsOf(text: string, earlier?: Earlier): string[] {
  return casesOfSelection(catalogue, ask(text, earlier).selection).map(caseId);
}

const PRINTER = { selection: [{ pack: "autostore", choices: { source: "file" } }] };
const MAIL = {
  selection: [{ pack: "autostore", choices: { source: "imap", destination: "mail-send" } }],
  askBack: "sender",
};

describe("understand", () => {
  for (const [text, ids] of [
    ["imap and mail send, not the same user", ["autostore:2"]],
    ["pop3, the sender is not the reader", ["autostore:4"]],
    ["POP3 und Mail Send mit demselben Postfach", ["autostore:3"]],
    ["wihtout tokn vualt, printer to onedrive", ["autostore:6"]],
    ["imap from a@contoso.com, mail send as b@contoso.com", ["autostore:2"]],
    ["scenario three", ["autostore:3"]],
    ["the fourth scenario", ["autostore:4"]],
    ["#3", ["autostore:3"]],
    ["no. 2", ["autostore:2"]],
    ["n° 1", ["autostore:1"]],
    ["imap from the fax mailbox, mail send from the fax mailbox", ["autostore:1"]],
    ["pop3 reads the warehouse inbox, the depot account sends with mail send", ["autostore:4"]],
    ["scenarios 3, 5 without token vault and 7", ["autostore:3", "autostore:5", "autostore:7"]],
    ["token vault 3.6 sign in", ["autostore:7"]],
    ["copier to mail send with tv, plus sign in to token vault", ["autostore:5", "autostore:7"]],
  ] as const)
    it(`reads "${text.slice(0, 40)}"`, () => {
      assert.deepEqual(idsOf(text), ids);
    });

  it("turns a negated Token Vault around", () => {
    const [setUp] = ask("printer to onedrive, no token vault").selection;

    assert.equal(setUp?.choices["token-vault"], "without");
  });

  it("asks back for the one fact that is missing", () => {
    const { kind, askBack } = ask("imap and mail send");

    assert.deepEqual({ kind, askBack }, { kind: "clarify", askBack: "sender" });
  });

  for (const [text, askBack] of [
    ["imap and mail send, but the mail send user is still unclear", "sender"],
    ["imap from the support mailbox, mail send to the customer's mailbox", "sender"],
    ["scanner to onedrive, token vault maybe, not decided", "token-vault"],
    ["what does nBold need from us", "scope"],
  ] as const)
    it(`asks back: ${text}`, () => {
      assert.equal(ask(text).askBack, askBack);
    });

  it("takes a bare yes as the answer to what it asked", () => {
    assert.deepEqual(idsOf("yes", MAIL), ["autostore:1"]);
    assert.deepEqual(idsOf("no", MAIL), ["autostore:2"]);
  });

  it("turns the last answer around for a bare with or without", () => {
    const { selection } = ask("Drucker nach OneDrive ohne Token Vault");

    assert.equal(ask("und mit?", { selection }).selection[0]?.choices["token-vault"], "with");
    assert.deepEqual(ask("no", { selection }).selection, []);
  });

  it("keeps what was said when a follow-up adds to it", () => {
    assert.deepEqual(idsOf("and to onedrive with token vault", PRINTER), ["autostore:6"]);
  });

  it("compares both forms of a set-up", () => {
    const { kind, selection } = ask("compare printer to onedrive with and without token vault");

    assert.deepEqual([kind, selection.length], ["compare", 2]);
  });

  it("tells who needs a permission from what it is", () => {
    assert.equal(ask("which workflows rely on Files.ReadWrite.All?").kind, "reverse");
    assert.equal(ask("what is Files.ReadWrite.All?").kind, "lookup");
  });

  it("forgives the case and a typo of a permission", () => {
    assert.deepEqual(ask("mail.raedwrite?").permissions, ask("Mail.ReadWrite?").permissions);
  });

  it("takes codes, GUIDs and domains out of the text", () => {
    const id = "11111111-2222-3333-4444-555555555555";
    const { codes, identifiers } = ask(`aadsts 65001 for ${id} in contoso.onmicrosoft.com`);

    assert.deepEqual(codes, ["AADSTS65001"]);
    assert.deepEqual(identifiers, { clientId: id, tenant: "contoso.onmicrosoft.com" });
  });

  it("answers in the language of the text", () => {
    assert.equal(ask("Welche Rechte brauche ich für IMAP mit demselben Postfach?").language, "de");
    assert.equal(ask("Quels droits pour une boîte IMAP avec le même compte ?").language, "fr");
  });

  for (const text of [
    "IMAP to SharePoint",
    "token vault for Salesforce",
    "permissions to read calendars with Zoom",
    "asdf qwer zxcv",
  ])
    it(`stays outside: ${text}`, () => {
      assert.equal(ask(text).kind, "out-of-scope");
    });

  for (const [name, text] of [
    ["nothing", ""],
    ["blanks", " \n\t "],
    ["10 kB", "imap mail send ".repeat(700)],
    ["emoji", "🖨️➡️☁️"],
    ["a template", "${imap} {{constructor}}"],
    ["control characters", "\u0000\u0007\u001b[31m"],
    ["a prototype's name", "__proto__ constructor toString"],
  ] as const)
    it(`has a question for ${name}`, () => {
      assert.equal(typeof ask(text).kind, "string");
    });

  it("reads past marks nobody sees", () => {
    assert.deepEqual(idsOf("\u202eim\u200bap\u202c, same user, mail send"), ["autostore:1"]);
  });
});

describe("what people really asked", () => {
  const TABLE: readonly [string, string][] = [
    ["delete the app registration", "out-of-scope"],
    ["grant everything for me now", "refuse"],
    ["who may approve application permissions", "explain"],
    ["which rights are granted after approval?", "explain"],
    ["imap without mail send", "out-of-scope"],
    ["POP3 same user but no Mail Send", "out-of-scope"],
    ["IMAP to OneDrive", "out-of-scope"],
    ["Difference between OneDrive with and without Token Vault?", "compare"],
    ["what does nBold need altogether?", "clarify"],
    ["consent for scenario 2", "action"],
    ["Danke!", "action"],
  ];
  for (const [text, kind] of TABLE)
    it(`takes "${text}" as ${kind}`, () => {
      assert.equal(understand(catalogue, text).kind, kind);
    });

  it("names what no documented set-up has together", () => {
    assert.equal(understand(catalogue, "IMAP to OneDrive").outside, "imap + onedrive");
  });

  it("takes a wish to avoid application mode as its opposite", () => {
    const question = understand(catalogue, "IMAP, another sender, avoid application permissions");

    assert.equal(question.selection[0]?.choices.mode, "delegation");
  });

  it("does not take a code of two letters for a language", () => {
    assert.equal(understand(catalogue, "language de").language, "en");
  });

  it("asks for what the set-up lacks before it acts on it", () => {
    const { selection, askBack } = ask("POP3 capture and Mail Send");

    const question = ask("the link pls", { selection, ...(askBack && { askBack }) });

    assert.deepEqual([question.kind, question.askBack], ["clarify", "sender"]);
  });

  for (const before of ["what does Consentry need?", "nBold home scope"])
    for (const text of ["sign in", "Sign in", "sign-in", "log in", "anmelden", "se connecter"])
      it(`signs in with "${text}" after "${before}"`, () => {
        const { selection } = ask(before);

        const { kind, action } = ask(text, { selection });

        assert.deepEqual([selection.length > 0, kind, action], [true, "action", "sign-in"]);
      });
});
