import assert from "node:assert/strict";
import { PROBLEM_CODES } from "../../src/core/tab-api/index.ts";
import { TEXTS } from "../../src/i18n/index.ts";
import { type FailureCode, listRemedies, readFailure, toTextPart } from "../../src/tab/failure.ts";

const own: readonly FailureCode[] = ["offline", "timeout", "no_token", "unreadable"];
const codes = [...(Object.keys(PROBLEM_CODES) as FailureCode[]), ...own];

describe("every failure of the tab", () => {
  for (const code of codes) {
    it(`says what is so and what to do: ${code}`, () => {
      const keys = ["is", "do"].map((part) => `tab.problem.${toTextPart(code)}.${part}`);

      assert.deepEqual(
        keys.filter((key) => !(key in TEXTS.en)),
        [],
      );
    });
  }

  it("offers a way on, but where there is none", () => {
    const ends = codes.filter((code) => listRemedies({ code }).length === 0);

    assert.deepEqual(ends, ["guest", "forbidden", "blocked"]);
  });
});

describe("readFailure", () => {
  const whole = {
    code: "step_up",
    correlationId: "c1",
    scope: "home",
    isAdminNeeded: false,
    needed: ["approver"],
    claims: "{}",
    seconds: 3,
  };
  const cases: readonly [string, unknown, object][] = [
    ["everything that the API says", { ...whole, title: "t", status: 403 }, whole],
    ["a code alone", { code: "guest" }, { code: "guest" }],
    [
      "fields of another kind",
      { ...whole, seconds: "3", needed: "x" },
      (({ seconds, needed, ...rest }) => rest)(whole),
    ],
    ["a code that is not known", { code: "toString" }, { code: "unreadable" }],
    ["no object", "Bad Gateway", { code: "unreadable" }],
    ["nothing", null, { code: "unreadable" }],
  ];
  for (const [name, body, expected] of cases)
    it(`reads ${name}`, () => {
      assert.deepEqual(readFailure(body), expected);
    });
});
