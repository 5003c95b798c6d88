import assert from "node:assert/strict";
import { KINDS, type Question } from "../../../src/core/understanding/index.ts";
import { answerChoice, answerQuestion, answerSelection } from "../../../src/core/view/index.ts";
import { buildQuestion, buildWorld, CLIENT_ID, CODES, must, TENANT } from "./examples.ts";

const world = buildWorld();
const ask = (code: string, overrides: Partial<Question>) =>
  answerQuestion(world, buildQuestion(code, overrides));

interface Errata {
  readonly items: readonly { readonly title: string }[];
  readonly further: readonly { readonly items: readonly unknown[] }[];
}

interface Listed {
  readonly lead: readonly { readonly text: string }[];
  readonly setUps: readonly { readonly text: string }[];
  readonly choices: readonly unknown[];
}

interface Checked {
  readonly checks: readonly { readonly items: readonly { readonly title: string }[] }[];
}

describe("answerQuestion", () => {
  for (const kind of KINDS)
    it(`answers an empty question of kind ${kind}`, () => {
      const answer = ask("", { kind });

      assert.notEqual(answer.view.text, "");
    });

  it("lists what to configure and what approval adds", () => {
    const { configured, addedOnApproval } = ask(CODES.imapOther, {});

    assert.deepEqual(configured, [
      { permission: "IMAP.AccessAsUser.All", type: "delegated", resource: "Microsoft Graph" },
      { permission: "Mail.Send", type: "application", resource: "Microsoft Graph" },
      { permission: "Mail.ReadWrite", type: "application", resource: "Microsoft Graph" },
    ]);
    assert.deepEqual(
      addedOnApproval.map(({ permission }) => permission),
      [
        "email",
        "EWS.AccessAsUser.All",
        "offline_access",
        "openid",
        "POP.AccessAsUser.All",
        "SMTP.Send",
      ],
    );
  });

  it("unites the permissions of several set-ups", () => {
    const { ids, configured } = ask(CODES.union, { kind: "multi" });

    assert.deepEqual(ids, ["autostore:1", "autostore:6", "nbold:home"]);
    assert.equal(configured.length, 9);
  });

  it("names the set-ups behind each row of a union", () => {
    const { view } = ask(CODES.union, { kind: "multi" });

    assert.match(view.text, /^Mail\.Send · Needed by: IMAP Capture and Mail Send, same user · /m);
  });

  it("names errata that touch the set-up", () => {
    const { errata } = ask(CODES.imapOther, {});

    assert.ok(errata.includes("A12"));
  });

  it("heads a grave erratum with what it is about", () => {
    const { view } = ask(CODES.oneDrive, {});

    assert.match(
      view.text,
      /^Token Vault headings look swapped\nThe vendor's .+\nA01 · important · document, section 6$/m,
    );
    assert.match(view.text, /^The document says: /m);
    assert.match(view.text, /^Microsoft says: /m);
  });

  it("leaves five errata open, the gravest, and folds the others", () => {
    const { view, errata } = ask(CODES.imapOther, {});
    const [block] = view.data.errata as unknown as Errata[];

    assert.deepEqual(block?.items.map(({ title }) => title).slice(0, 2), [
      "More permissions than you need",
      "EWS is being switched off",
    ]);
    assert.equal(block?.items.length, 5);
    assert.equal(block?.further[0]?.items.length, errata.length - 5);
    assert.match(view.text, /^Further differences \(4\)$/m);
  });

  it("says before the errata what counts before granting", () => {
    const { text } = ask(CODES.imapOther, {}).view;

    assert.ok(text.indexOf("Before you grant") < text.indexOf("Where the document"));
  });

  it("spells dates in running text as the language does", () => {
    const { view } = ask(CODES.imapOther, { language: "fr" });

    assert.match(view.text, /à partir du 1er octobre 2026 et définitivement le 1er avril 2027/);
    assert.doesNotMatch(view.text, /2026-10-01/);
  });

  it("names sections of sources in the reader's language", () => {
    const { view } = ask("", {
      kind: "explain",
      notes: ["autostore:private-window"],
      language: "de",
    });

    assert.match(view.text, /, Abschnitt Einleitung/);
  });

  it("lists every form that needs a permission, in both directions", () => {
    const permissions = ["graph:Mail.Send", "exo:Mail.Send"];
    const { lead } = ask("", { kind: "reverse", permissions }).view.data as unknown as Listed;
    const data = ask("", { kind: "lookup", permissions }).view.data as unknown as Listed;

    assert.deepEqual(lead, [{ text: "Documented set-ups that need it: 12." }]);
    assert.equal(data.setUps.length, 12);
    assert.equal(new Set(data.setUps.map(({ text }) => text)).size, 12);
    assert.equal(data.choices.length, 6);
  });

  it("says that the policy names the twin only", () => {
    const { text } = ask("", { kind: "lookup", permissions: ["graph:POP.AccessAsUser.All"] }).view;

    assert.match(text, /names only the twin on Office 365 Exchange Online/);
    assert.doesNotMatch(text, /does not name it/);
  });

  it("compares several without empty blocks, differences first", () => {
    const { text } = ask(CODES.union, { kind: "compare" }).view;

    assert.match(text, /^Comparison: IMAP Capture and Mail Send, same user \/ /);
    assert.doesNotMatch(text, /The same for all/);
  });

  it("offers consent beside the checks where the set-up is known", () => {
    const known = ask(CODES.home, { kind: "troubleshoot" }).view.text;
    const unknown = ask("", { kind: "troubleshoot" }).view.text;

    assert.match(known, /\[Grant consent\]/);
    assert.doesNotMatch(unknown, /\[Grant consent\]/);
  });

  it("asks each check of a product as a question", () => {
    for (const code of [CODES.home, CODES.imapSame]) {
      const { checks } = ask(code, { kind: "troubleshoot" }).view.data as unknown as Checked;

      assert.ok(checks[0]?.items.every(({ title }) => title.endsWith("?")));
    }
  });

  it("promises nothing that is not built when it refuses", () => {
    const { text } = ask("", { kind: "refuse", language: "de" }).view;

    assert.doesNotMatch(text, /Genehmigung einer Einrichtung anfordern/);
    assert.match(text, /^Globaler Administrator$/m);
  });

  it("names each set-up once in the listing", () => {
    const { text } = ask("", { kind: "action", action: "scenarios" }).view;

    assert.equal(text.split("IMAP Capture and Mail Send, same user").length, 2);
  });

  it("gives the cases that need a permission", () => {
    const { ids } = ask("", { kind: "reverse", permissions: ["graph:Group.Read.All"] });

    assert.deepEqual(ids, ["autostore:7"]);
  });

  it("gives the note that it explains", () => {
    const { ids } = ask("", { kind: "explain", notes: ["autostore:private-window"] });

    assert.deepEqual(ids, ["autostore:private-window"]);
  });

  it("explains a case that needs no permission", () => {
    const { kind, ids, configured } = must(answerSelection(world, "en", CODES.shared));

    assert.deepEqual(
      { kind, ids, configured },
      { kind: "explain", ids: ["autostore:8"], configured: [] },
    );
  });

  it("says that a scope asks for nothing, and offers no consent", () => {
    const { kind, configured, view } = must(
      answerSelection(world, "en", "1~consentry.scope_settings"),
    );

    assert.deepEqual([kind, configured], ["scope", []]);
    assert.match(view.text, /^This set-up needs no permission of its own in Entra ID\.$/m);
    assert.doesNotMatch(view.text, /\[Grant consent\]/);
  });

  it("says why the few that need a permission do", () => {
    const { view } = ask("", { kind: "lookup", permissions: ["graph:Directory.Read.All"] });

    assert.match(
      view.text,
      /^• Consentry Verification scope: Delegated · Configured\nWhy: Reads the app's registration/m,
    );
  });

  it("shows the row that comes with another scope", () => {
    const { kind, view } = must(answerSelection(world, "en", CODES.settings));

    assert.equal(kind, "scope");
    assert.match(view.text, /^New: 0\. Comes already with nBold Basic scope: 1\.$/m);
    assert.match(
      view.text,
      /User\.ReadBasic\.All · Comes with: nBold Basic scope · Delegated · No/,
    );
  });

  it("compares a side with an open answer by all that fit", () => {
    const code = `${CODES.imapOpen}~nbold.scope_home`;

    const { kind, ids } = ask(code, { kind: "compare" });

    assert.equal(kind, "compare");
    assert.deepEqual(ids, ["autostore:1", "autostore:2", "nbold:home"]);
  });

  it("asks back when nothing can be compared", () => {
    const { kind, askBack } = ask(CODES.home, { kind: "compare" });

    assert.deepEqual({ kind, askBack }, { kind: "clarify", askBack: "product" });
  });

  it("tells that a code is not in the list", () => {
    const { view } = ask("", { kind: "troubleshoot", codes: ["AADSTS999999"] });

    assert.match(view.text, /AADSTS999999 is not in the list of known codes\./);
    assert.match(view.text, /Paste the whole text/);
  });

  it("shows foreign words without their meaning in Markdown", () => {
    const { view } = ask("", { kind: "out-of-scope", outside: "[a](https://evil.example)" });

    assert.deepEqual(view.data.outside, [
      { label: "Not in the catalogue:", text: "\\[a\\]\\(https\\[:\\]//evil\\.example\\)" },
    ]);
    assert.match(view.text, /\[a\]\(https\[:\]\/\/evil\.example\)/);
  });

  const missing = [
    [{}, "tenant"],
    [{ clientId: CLIENT_ID }, "tenant"],
    [{ tenant: "common", clientId: CLIENT_ID }, "tenant"],
    [{ tenant: TENANT }, "client-id"],
    [{ tenant: "contoso.com", clientId: CLIENT_ID }, null],
  ] as const;

  for (const [identifiers, askBack] of missing)
    it(`asks for ${askBack ?? "nothing"} given ${Object.keys(identifiers).join(" and ") || "none"}`, () => {
      const answer = ask(CODES.imapSame, { kind: "action", action: "consent", identifiers });

      assert.equal(answer.view.card, "consent-form");
      assert.equal(answer.askBack, askBack);
    });

  it("asks for the product when an action has none", () => {
    const { kind, askBack } = ask("", { kind: "action", action: "verify" });

    assert.deepEqual({ kind, askBack }, { kind: "action", askBack: "product" });
  });

  it("puts no link into an answer that nobody checked", () => {
    const identifiers = { tenant: TENANT, clientId: CLIENT_ID };

    const { view } = ask(CODES.imapSame, { kind: "action", action: "consent", identifiers });

    assert.doesNotMatch(view.text, /https:/);
  });
});

describe("answerSelection", () => {
  it("asks back for what is missing, with the candidates", () => {
    const { kind, askBack, ids, configured } = must(answerSelection(world, "en", CODES.imapOpen));

    assert.deepEqual(
      { kind, askBack, ids, configured },
      { kind: "clarify", askBack: "sender", ids: ["autostore:1", "autostore:2"], configured: [] },
    );
  });

  for (const code of [
    "",
    "1",
    "2~autostore",
    "1~nowhere",
    "1~autostore.source_fax",
    "1~autostore.source_imap.destination_onedrive",
  ])
    it(`refuses the code "${code}"`, () => {
      assert.equal(answerSelection(world, "en", code), undefined);
    });
});

describe("answerChoice", () => {
  it("fills the gap and answers", () => {
    const chosen = { s: CODES.imapOpen, dimension: "sender", choice: "same" };

    const answer = must(answerChoice(world, "en", chosen));

    assert.deepEqual(
      [answer.kind, answer.ids, answer.selection],
      ["scenario", ["autostore:1"], CODES.imapSame],
    );
  });

  it("goes on with the action that waited", () => {
    const chosen = {
      s: CODES.imapOpen,
      dimension: "sender",
      choice: "same",
      action: "consent",
    } as const;

    const answer = must(answerChoice(world, "en", chosen));

    assert.deepEqual([answer.kind, answer.view.card], ["action", "consent-form"]);
  });

  const faults = [
    ["another dimension", { s: CODES.imapOpen, dimension: "mode", choice: "application" }],
    ["an unknown choice", { s: CODES.imapOpen, dimension: "sender", choice: "nobody" }],
    ["a complete selection", { s: CODES.imapSame, dimension: "sender", choice: "same" }],
    ["an invalid code", { s: "1~x", dimension: "sender", choice: "same" }],
  ] as const;

  for (const [name, chosen] of faults)
    it(`refuses ${name}`, () => {
      assert.equal(answerChoice(world, "en", chosen), undefined);
    });
});
