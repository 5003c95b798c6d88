import assert from "node:assert/strict";
import { quotePowerShell } from "../../../src/core/grant/index.ts";

const EXAMPLES: readonly [string, string, string][] = [
  ["plain text", "AutoStore", "'AutoStore'"],
  ["nothing", "", "''"],
  ["a quote", "'; rm -rf /", "'''; rm -rf /'"],
  [
    "typographic quotes",
    "a\u2018b\u2019c\u201ad\u201be",
    "'a\u2018\u2018b\u2019\u2019c\u201a\u201ad\u201b\u201be'",
  ],
  ["a subexpression", "$(calc)", "'$(calc)'"],
  ["a backtick", "a`nb", "'a`nb'"],
  ["double quotes", 'a"b', "'a\"b'"],
  ["line ends", "a\r\nb\u2028c", "'a  b c'"],
  ["control keys", "a\u0003\u001b[2Jb", "'a  [2Jb'"],
  ["turned writing", "a\u202eb", "'a b'"],
  ["replacement patterns", "$&'$1", "'$&''$1'"],
];

describe("quotePowerShell", () => {
  it("S48 leaves no way out of the quotes", () => {
    for (const [, text] of EXAMPLES) {
      const inside = quotePowerShell(text).slice(1, -1);
      assert.equal(
        inside.replaceAll(/(['\u2018\u2019\u201a\u201b])\1/g, "").search(/['\u2018-\u201b\r\n]/),
        -1,
      );
    }
  });

  for (const [says, text, quoted] of EXAMPLES)
    it(`quotes ${says}`, () => {
      assert.equal(quotePowerShell(text), quoted);
    });
});
