import assert from "node:assert/strict";
import { readCode } from "../../../src/sandbox/client/code.ts";
import { toSize } from "../../../src/sandbox/client/file-size.ts";
import { readSlash } from "../../../src/sandbox/client/slash.ts";

describe("readSlash", () => {
  const cases: Readonly<Record<string, string | undefined>> = {
    "/consentry who needs Mail.Send": "who needs Mail.Send",
    "/Consentry\nscenario 2": "scenario 2",
    "/consentry ": "",
    "/consentryx help": undefined,
    "consentry help": undefined,
    "see /consentry help": undefined,
    "/other help": undefined,
  };
  for (const [text, rest] of Object.entries(cases))
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.equal(readSlash(text, "Consentry"), rest);
    });
});

describe("readCode", () => {
  it("reads what a card says, with defaults", () => {
    assert.deepEqual(
      [readCode({ codeSnippet: "az", language: "Bash", startLineNumber: 3 }), readCode({})],
      [
        { text: "az", language: "Bash", firstLine: 3 },
        { text: "", language: "PlainText", firstLine: 1 },
      ],
    );
  });
});

describe("toSize", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, "0 bytes"],
    [1023, "1023 bytes"],
    [4200, "4.1 KB"],
    [3 * 1024 * 1024, "3.0 MB"],
  ];
  for (const [bytes, expected] of cases)
    it(`writes ${bytes}`, () => {
      assert.equal(toSize(bytes), expected);
    });
});
