import assert from "node:assert/strict";
import { KINDS, type Question } from "../../../src/core/understanding/index.ts";
import { answerChoice, answerQuestion, answerSelection } from "../../../src/core/view/index.ts";
import { buildQuestion, buildWorld, CLIENT_ID, CODES, must, TENANT } from "./examples.ts";

const world = buildWorld();
const ask = (code: string, overrides: Partial<Question>) =>
  answerQuestion(world, buildQuestion(code, overrides));

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

  it("shows grave errata and what the plan uses instead", () => {
    const { view } = ask(CODES.oneDrive, {});

    assert.match(view.text, /A01 · important/);
    assert.match(view.text, /^The document says: /m);
    assert.match(view.text, /^Microsoft says: /m);
    assert.match(view.text, /^The plan: /m);
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

  it("shows the row that comes with another scope", () => {
    const { kind, view } = must(answerSelection(world, "en", CODES.settings));

    assert.equal(kind, "scope");
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
      { label: "Not in the catalogue:", text: "\\[a\\]\\(https://evil\\.example\\)" },
    ]);
    assert.match(view.text, /\[a\]\(https:\/\/evil\.example\)/);
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
