import assert from "node:assert/strict";
import { recallEarlier, rememberEarlier } from "../../src/bot/recall.ts";
import { catalogue } from "../support/catalogue.ts";
import { homeScope } from "../support/consent-stage.ts";

describe("recallEarlier", () => {
  it("gives what was remembered", () => {
    let said: string | undefined;
    const recall = {
      get: () => said,
      set: (text: string) => {
        said = text;
      },
    };
    rememberEarlier(recall, { selection: [], action: "verify" });

    const earlier = recallEarlier({ recall, catalogue });

    assert.deepEqual(earlier, { selection: [], action: "verify" });
  });

  const foreign: Readonly<Record<string, string>> = {
    "an action that this version does not know": JSON.stringify({ s: homeScope, action: "later" }),
    "another shape": JSON.stringify({ selection: homeScope }),
    "no JSON": "{",
  };
  for (const [name, text] of Object.entries(foreign))
    it(`passes over ${name}`, () => {
      const recall = { get: () => text, set: () => undefined };

      assert.equal(recallEarlier({ recall, catalogue }), undefined);
    });
});
