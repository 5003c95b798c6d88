import assert from "node:assert/strict";
import { commands } from "../../src/bot/index.ts";
import { loadCatalogue } from "../../src/config/index.ts";
import type { Catalogue } from "../../src/core/catalogue/index.ts";
import { ACTIONS, understand } from "../../src/core/understanding/index.ts";
import { TEXTS } from "../../src/i18n/index.ts";

describe("every command", () => {
  let catalogue: Catalogue;
  before(async () => {
    catalogue = await loadCatalogue();
  });

  it("stands for one action of core, and every action has one", () => {
    const covered = commands.map(({ action }) => action);

    assert.deepEqual([...covered].sort(), [...ACTIONS].sort());
  });

  it("has a name of its own", () => {
    assert.equal(new Set(commands.map(({ name }) => name)).size, commands.length);
  });

  for (const { name, action, textKey } of commands) {
    it(`is understood as typed: ${name}`, () => {
      const question = understand(catalogue, name.replaceAll("-", " "));

      assert.deepEqual([question.kind, question.action], ["action", action]);
    });

    it(`is described in every language: ${name}`, () => {
      const missing = Object.entries(TEXTS).filter(([, texts]) => !texts[textKey]);

      assert.deepEqual(
        missing.map(([language]) => language),
        [],
      );
    });
  }
});
