import assert from "node:assert/strict";
import { createKeptAnswers } from "../../src/bot/kept-answers.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { understand } from "../../src/core/understanding/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { catalogue } from "../support/catalogue.ts";

const world = {
  catalogue,
  cloud: findCloud("public"),
  texts: createTexts,
  publicUrl: "https://consentry.example",
  botId: "00000000-0000-4000-8000-00000000b071",
};

describe("createKeptAnswers", () => {
  it("gives the same answer to the same question again", () => {
    const answers = createKeptAnswers(world);

    const first = answers.toQuestion(understand(catalogue, "scenario 7"));
    const second = answers.toQuestion(understand(catalogue, "scenario 7 please"));

    assert.equal(second, first);
  });

  it("keeps languages and questions apart", () => {
    const answers = createKeptAnswers(world);

    const titles = (["en", "de"] as const).flatMap((language) =>
      ["1~autostore.source_sign-in", "1~nbold.scope_home"].map(
        (code) => answers.toSelection(language, code)?.view.summary,
      ),
    );

    assert.equal(new Set(titles).size, 4);
  });

  it("forgets the oldest beyond its limit", () => {
    const answers = createKeptAnswers(world, 1);
    const ask = (code: string) => answers.toSelection("en", code);

    const first = ask("1~nbold.scope_home");
    ask("1~nbold.scope_basic");

    assert.notEqual(ask("1~nbold.scope_home"), first);
    assert.deepEqual(ask("1~nbold.scope_home"), first);
  });

  it("keeps nothing that holds somebody's client id", () => {
    const answers = createKeptAnswers(world);
    const text = "consent link for scenario 7, client id 5e3ce6c0-2b1f-4285-8d4b-75ee78787346";

    const ask = () => answers.toQuestion(understand(catalogue, text));

    assert.notEqual(ask(), ask());
  });

  it("keeps nobody's own words", () => {
    const answers = createKeptAnswers(world);

    const ask = () => answers.toQuestion(understand(catalogue, "permissions for Salesforce"));

    assert.notEqual(ask(), ask());
  });

  it("keeps nothing of a code that is not valid", () => {
    assert.equal(createKeptAnswers(world).toSelection("en", "1~zoom.x_y"), undefined);
  });
});
