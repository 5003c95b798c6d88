import assert from "node:assert/strict";
import { actions } from "../../src/bot/index.ts";
import { VERBS } from "../../src/core/view/index.ts";

describe("every card verb", () => {
  it("has an action, and every action is a verb of the cards", () => {
    const known = actions.map(({ verb }) => verb);

    assert.deepEqual([...known].sort(), [...VERBS].sort());
  });

  for (const { verb, input } of actions) {
    it(`refuses a field that it does not know: ${verb}`, () => {
      const result = input.safeParse({ s: "1", unheard: "x" });

      assert.ok(!result.success);
    });

    it(`refuses values that are no text: ${verb}`, () => {
      const values = [["s"], ["note"], ["permission"], ["action"], ["tenant"]].map(([name]) =>
        input.safeParse({ [name as string]: { $gt: "" } }),
      );

      assert.ok(values.every(({ success }) => !success));
    });
  }
});
