import assert from "node:assert/strict";
import { createTexts } from "../../src/i18n/index.ts";

describe("createTexts", () => {
  it("fills values in", () => {
    const t = createTexts("de");

    assert.equal(t("wizard.progress", { step: 2, steps: 4 }), "Schritt 2 von 4");
  });

  it("leaves braces in values alone", () => {
    const t = createTexts("en");

    assert.equal(t("button.lookup", { value: "{value}" }), "About {value}");
  });

  const faults = [
    ["an unknown key", "nowhere.at.all", {}],
    ["a key of every object", "constructor", {}],
    ["a missing value", "wizard.progress", { step: 1 }],
  ] as const;

  for (const [name, key, values] of faults)
    it(`throws ERR_TEXT_MISSING for ${name}`, () => {
      assert.throws(() => createTexts("fr")(key, values), { code: "ERR_TEXT_MISSING" });
    });
});
