import assert from "node:assert/strict";
import { drawScopePicture } from "../../../src/core/scope-picture/index.ts";
import { createTexts } from "../../../src/i18n/index.ts";
import { catalogue, must } from "./examples.ts";

const nbold = must(catalogue.packs.find(({ head }) => head.id === "nbold"));

describe("drawScopePicture", () => {
  it("names every scope of the pack", () => {
    const words = drawScopePicture(nbold, createTexts("en"), "en").replace(/<[^>]*>/g, " ");

    for (const { title } of nbold.scenarios) assert.ok(words.includes(title.en));
  });

  it("tells screen readers what it shows", () => {
    const svg = drawScopePicture(nbold, createTexts("de"), "de");

    assert.match(svg, /<title id="title">Wo nBold/);
    assert.match(svg, /<desc id="desc">Nach einmaliger Anmeldung im Teams-Client angefordert: /);
  });

  it("marks one scope, in words too", () => {
    const svg = drawScopePicture(nbold, createTexts("en"), "en", "home");

    assert.equal(svg.split(">This answer<").length, 2);
    assert.match(svg, /stroke-width="3"\/><text [^>]*>nBold Home scope</);
  });

  it("marks nothing for a scope that the pack does not have", () => {
    const plain = drawScopePicture(nbold, createTexts("en"), "en");

    assert.equal(drawScopePicture(nbold, createTexts("en"), "en", "nowhere"), plain);
  });

  it("counts what comes with another scope apart", () => {
    const words = drawScopePicture(nbold, createTexts("en"), "en").replace(/<[^>]*>/g, " ");

    assert.match(words.replace(/\s+/g, " "), /Delegated: 0 new, 1 with nBold Basic scope/);
  });

  it("treats names in a pack as text", () => {
    const head = { ...nbold.head, title: { en: '<script>&"' } };

    const svg = drawScopePicture({ ...nbold, head }, createTexts("en"), "en");

    assert.doesNotMatch(svg, /<script>/);
    assert.match(svg, /&lt;script&gt;&amp;&quot;/);
  });

  it("draws nothing outside its frame", () => {
    const svg = drawScopePicture(nbold, createTexts("fr"), "fr");
    const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number);

    for (const [, x, y] of svg.matchAll(/<(?:rect|text) x="([\d.]+)" y="([\d.]+)"/g)) {
      assert.ok(Number(x) < width);
      assert.ok(Number(y) < height);
    }
  });

  it("survives a pack without scopes", () => {
    const pack = must(catalogue.packs.find(({ head }) => head.id === "entra"));

    assert.match(drawScopePicture(pack, createTexts("en"), "en"), /^<svg .*<\/svg>$/);
  });
});
