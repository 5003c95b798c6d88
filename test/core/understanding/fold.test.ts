import assert from "node:assert/strict";
import { fold, isTypo, stem } from "../../../src/core/understanding/fold.ts";

describe("fold", () => {
  it("drops case, accents and signs", () => {
    assert.equal(fold("Boîte  PARTAGÉE, süß!"), "boite partagee suss");
  });
});

describe("stem", () => {
  it("brings forms of a word together", () => {
    assert.equal(stem("postfachern"), stem("postfacher"));
    assert.equal(stem("mailing"), stem("mails"));
  });
});

describe("isTypo", () => {
  for (const [word, known, expected] of [
    ["vualt", "vault", true],
    ["permisions", "permissions", true],
    ["imap", "pop3", false],
    ["tv", "tb", false],
  ] as const)
    it(`${expected ? "takes" : "does not take"} ${word} for ${known}`, () => {
      assert.equal(isTypo(word, known), expected);
    });
});
