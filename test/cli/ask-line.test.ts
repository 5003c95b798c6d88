import assert from "node:assert/strict";
import { type AskError, type AskResult, askJson, readWords } from "../../src/cli/ask-line.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { catalogue } from "../support/catalogue.ts";

const world = {
  catalogue,
  cloud: findCloud("public"),
  texts: createTexts,
  publicUrl: "https://consentry.example",
  botId: "00000000-0000-4000-8000-00000000b071",
};

function answer(line: object): AskResult {
  return askJson(world, JSON.stringify(line)) as AskResult;
}

function fault(text: string): AskError {
  return askJson(world, text) as AskError;
}

describe("askJson", () => {
  it("answers a question with facts and text", () => {
    const { text, ...facts } = answer({ id: 7, text: "printer to OneDrive, no Token Vault" });

    assert.deepEqual(facts, {
      id: 7,
      kind: "scenario",
      ids: ["autostore:6"],
      askBack: null,
      configured: [
        { permission: "Files.ReadWrite.All", type: "application", resource: "Microsoft Graph" },
      ],
      addedOnApproval: [
        { permission: "User.Read", type: "delegated", resource: "Microsoft Graph" },
      ],
      errata: facts.errata,
    });
    assert.ok(facts.errata.includes("A01"));
    assert.match(text, /Files\.ReadWrite\.All · Application · Yes/);
  });

  it("asks back for the one fact that is missing", () => {
    const { kind, askBack, configured } = answer({ text: "printer to OneDrive" });

    assert.deepEqual(
      { kind, askBack, configured },
      { kind: "clarify", askBack: "token-vault", configured: [] },
    );
  });

  it("follows the earlier texts of the talk", () => {
    const { ids, configured } = answer({
      text: "und ohne Token Vault?",
      lang: "de",
      context: ["Drucker nach OneDrive", "mit Token Vault"],
    });

    assert.deepEqual(ids, ["autostore:6"]);
    assert.deepEqual(
      configured.map(({ type }) => type),
      ["application"],
    );
  });

  it("prints no half consent link", () => {
    const { kind, askBack, text } = answer({ text: "consent link for scenario 7" });

    assert.deepEqual([kind, askBack], ["action", "tenant"]);
    assert.doesNotMatch(text, /adminconsent/);
  });

  for (const [line, id] of [
    ["not json", undefined],
    ["[]", undefined],
    ['{"id": "a", "txt": "x"}', "a"],
    ['{"id": "a", "text": 5}', "a"],
    ['{"id": {}, "text": "x"}', undefined],
    ['{"text": "x", "lang": "pt"}', undefined],
  ] as const)
    it(`gives an error for ${line}`, () => {
      const { id: named, error } = fault(line);

      assert.equal(named, id);
      assert.equal(error.code, "ERR_LINE_INVALID");
    });

  for (const text of [
    "",
    "   ",
    "🙂",
    "\u202e\u200f",
    "${1+1}",
    "[x](https://evil.example)",
    "a".repeat(10_000),
  ])
    it(`survives ${JSON.stringify(text.slice(0, 20))}`, () => {
      const { kind, configured } = answer({ text });

      assert.ok(["clarify", "out-of-scope", "action"].includes(kind));
      assert.deepEqual(configured, []);
    });
});

describe("readWords", () => {
  it("takes the language out of the words", () => {
    assert.deepEqual(readWords(["--lang", "de", "IMAP", "gleicher"]), {
      text: "IMAP gleicher",
      language: "de",
    });
    assert.deepEqual(readWords(["IMAP"]), { text: "IMAP" });
  });
});
