import assert from "node:assert/strict";
import { commands } from "../../src/bot/index.ts";
import { loadCatalogue } from "../../src/config/index.ts";
import type { Catalogue } from "../../src/core/catalogue/index.ts";
import { ACTIONS, understand } from "../../src/core/understanding/index.ts";
import { isPlanned } from "../../src/core/view/index.ts";
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

  it("stands in the menu of Teams only where it works", () => {
    const promised = commands.filter(({ action, isInMenu }) => isInMenu && isPlanned(action));

    assert.deepEqual(promised, []);
  });

  for (const { name, action } of commands) {
    it(`is understood as typed: ${name}`, () => {
      const question = understand(catalogue, name.replaceAll("-", " "));

      assert.deepEqual([question.kind, question.action], ["action", action]);
    });

    it(`is described in every language: ${name}`, () => {
      const missing = Object.entries(TEXTS).filter(([, texts]) => !texts[`action.${action}.does`]);

      assert.deepEqual(
        missing.map(([language]) => language),
        [],
      );
    });
  }
});
