import assert from "node:assert/strict";
import { drawSharedError, type FoundError, findErrorIn } from "../../../src/core/view/index.ts";
import { buildWorld } from "./examples.ts";

const world = buildWorld();

const TEXTS: readonly (readonly [name: string, text: string, found: FoundError | undefined])[] = [
  ["a number", "it says AADSTS65001: consent is missing", { codes: ["AADSTS65001"] }],
  ["a number once", "AADSTS65001 aadsts 65001", { codes: ["AADSTS65001"] }],
  ["a number that nobody knows", "AADSTS999999", { codes: ["AADSTS999999"] }],
  [
    "five of many numbers",
    "AADSTS50001 AADSTS50002 AADSTS50003 AADSTS50004 AADSTS50005 AADSTS50006",
    { codes: ["AADSTS50001", "AADSTS50002", "AADSTS50003", "AADSTS50004", "AADSTS50005"] },
  ],
  ["a known phrase", "Need admin approval for Contoso", { codes: [], message: "admin-approval" }],
  [
    "a known phrase in German",
    "Administratorgenehmigung erforderlich!",
    {
      codes: [],
      message: "admin-approval",
    },
  ],
  ["words of an error", "AutoStore said: Access is denied.", { codes: [], checks: "autostore" }],
  ["words of an error in French", "Accès refusé", { codes: [], checks: "autostore" }],
  ["nothing in small talk", "Lunch at noon?", undefined],
  ["nothing in no text", "", undefined],
];

describe("findErrorIn", () => {
  for (const [name, text, expected] of TEXTS)
    it(`finds ${name}`, () => {
      assert.deepEqual(findErrorIn(world, text), expected);
    });
});

describe("drawSharedError", () => {
  it("says of an unknown number only that it is unknown", () => {
    const view = drawSharedError(world, "en", { codes: ["AADSTS999999"] });

    assert.match(
      view?.text ?? "",
      /^What does this error mean\?\nAADSTS999999\nAADSTS999999 is not in the list/,
    );
    assert.doesNotMatch(view?.text ?? "", /Paste/);
  });

  it("draws nothing for what the catalogue does not know", () => {
    const views = [
      drawSharedError(world, "en", { codes: [] }),
      drawSharedError(world, "en", { codes: [], message: "no-such-message" }),
      drawSharedError(world, "en", { codes: [], checks: "no-such-pack" }),
    ];

    assert.deepEqual(views, [undefined, undefined, undefined]);
  });
});
