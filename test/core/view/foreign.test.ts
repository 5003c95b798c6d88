import assert from "node:assert/strict";
import { escapeMarkdown, plainForeign } from "../../../src/core/view/foreign.ts";
import { cleanForeign, escapeForeign, FOREIGN_LIMIT } from "../../../src/core/view/index.ts";

describe("escapeForeign", () => {
  const table = [
    ["a link", "[Click](https://evil.example)", "\\[Click\\]\\(https\\[:\\]//evil\\.example\\)"],
    ["an expression", "${1+1}", "$\\{1\\+1\\}"],
    ["a date macro", "{{DATE(2026)}}", "\\{\\{DATE\\(2026\\)\\}\\}"],
    ["a table and code", "a|b `c` \\d", "a\\|b \\`c\\` \\\\d"],
    ["text that runs backwards", "abc\u202Edef", "abc def"],
    ["zero-width characters", "a\u200Bb\uFEFFc", "a b c"],
    ["line breaks and controls", "a\r\n\u0007b\u2028c", "a b c"],
    ["tags and half a surrogate", "<at>x</at>\uD800", "\\<at\\>x\\</at\\>"],
  ] as const;

  for (const [name, text, expected] of table)
    it(`defuses ${name}`, () => {
      assert.equal(escapeForeign(text), expected);
    });
});

describe("cleanForeign", () => {
  it("cuts long text and says so", () => {
    const text = cleanForeign("x".repeat(500));

    assert.equal(text.length, FOREIGN_LIMIT);
    assert.ok(text.endsWith("…"));
  });

  it("counts an emoji as one character and splits none", () => {
    assert.equal([...cleanForeign("🙂".repeat(200))].length, FOREIGN_LIMIT);
  });
});

describe("plainForeign", () => {
  const table = [
    ["bindings", "a ${1+1} {{x}}", "a 1+1 x"],
    ["brackets", "[a](b)", "a(b)"],
    ["invisible characters", "a\u202Eb\u200B", "a b"],
  ] as const;

  for (const [name, text, expected] of table)
    it(`leaves out ${name}`, () => {
      assert.equal(plainForeign(text), expected);
    });

  it("cuts at the limit", () => {
    assert.equal([...plainForeign("🙂".repeat(99), 40)].length, 40);
  });
});

describe("escapeMarkdown", () => {
  const table = [
    ["names with underscores", "offline_access", "offline\\_access"],
    ["names with dots", "Mail.ReadWrite", "Mail.ReadWrite"],
    ["links", "[a](https://b)", "\\[a\\](https://b)"],
    ["a list mark at the start", "- a\n1. b\n# c", "\\- a\n1\\. b\n\\# c"],
    ["a hyphen in a word", "role-based", "role-based"],
    ["bindings", "${a} {{DATE(b)}}", "$\\{a} \\{\\{DATE(b)}}"],
    ["placeholders of commands", "-Identity <mailbox>", "-Identity \\<mailbox\\>"],
  ] as const;

  for (const [name, text, expected] of table)
    it(`keeps ${name} as they read`, () => {
      assert.equal(escapeMarkdown(text), expected);
    });
});
