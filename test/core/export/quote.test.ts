import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { quoteBash, quoteBicep, quoteHcl, toComment } from "../../../src/core/export/quote.ts";
import { quotePowerShell } from "../../../src/core/grant/index.ts";
import { readStrings } from "../../support/read-strings.ts";

const HOSTILE = [
  "plain",
  "",
  "it's",
  'say "x"',
  "$(id) `id` ${x} $x",
  "$${x} %{ if true } %%{x} \\${x} \\\\${x} $\\{x}",
  "\\",
  "\\'",
  "back\\slash\\",
  "‘typographic’ ‚quotes‛",
  "'; Remove-Item x; '",
  "*/ # // <# #>",
] as const;
const BREAKS = "a\nb\r\nc\u2028d\u0085e\u0000f\u202eg\u001b[31m";

describe("quoting", () => {
  const languages = [
    ["power-shell", quotePowerShell],
    ["bicep", quoteBicep],
    ["hcl", quoteHcl],
  ] as const;
  for (const [language, quote] of languages) {
    for (const text of HOSTILE)
      it(`keeps ${JSON.stringify(text)} a string in ${language}`, () => {
        const { strings, code, comments } = readStrings(language, `${quote(text)} end`);

        assert.deepEqual([strings, code, comments], [[text], " end", []]);
      });

    it(`keeps breaks of every kind out of ${language}`, () => {
      assert.doesNotMatch(quote(BREAKS), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    });
  }

  for (const text of HOSTILE)
    it(`keeps ${JSON.stringify(text)} a word in Bash`, () => {
      const { stdout } = spawnSync("bash", ["-c", `printf %s ${quoteBash(text)}`]);

      assert.equal(stdout.toString(), text);
    });

  it("S48 leaves no way out of a string in any language", () => {
    const text = [...HOSTILE, BREAKS].join(" ");

    const read = languages.map(([language, quote]) => readStrings(language, quote(text)));

    assert.deepEqual(
      read.map(({ strings, code, comments }) => [strings.length, code, comments.length]),
      languages.map(() => [1, "", 0]),
    );
  });

  it("makes one line of a comment", () => {
    assert.equal(toComment(BREAKS), "a b c d e f g [31m");
  });
});
