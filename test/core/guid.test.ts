import assert from "node:assert/strict";
import { isGuid } from "../../src/core/guid.ts";

describe("isGuid", () => {
  const guid = "0b1ec700-89ab-4cde-8f01-000000000003";
  const texts: Record<string, [text: string, expected: boolean]> = {
    "a GUID": [guid, true],
    "the empty GUID": ["00000000-0000-0000-0000-000000000000", true],
    "upper case": [guid.toUpperCase(), false],
    "a brace": [`{${guid}}`, false],
    "a blank behind": [`${guid} `, false],
    "a line break behind": [`${guid}\n`, false],
    "no hyphens": [guid.replaceAll("-", ""), false],
    "a letter beyond f": [guid.replace("b", "g"), false],
    "two of them": [guid + guid, false],
    nothing: ["", false],
  };
  for (const [name, [text, expected]] of Object.entries(texts))
    it(`says ${expected} for ${name}`, () => {
      assert.equal(isGuid(text), expected);
    });
});
