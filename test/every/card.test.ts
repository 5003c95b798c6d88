import assert from "node:assert/strict";
import {
  lintCard,
  listElements,
  measureCard,
  renderCard,
  SIZE_LIMIT,
  toOlderClient,
} from "../../src/cards/index.ts";
import { caseId, formatSelection, listCases, toSetUp } from "../../src/core/advisor/index.ts";
import { clouds, findCloud } from "../../src/core/cloud/index.ts";
import { LANGUAGES } from "../../src/core/local-text.ts";
import {
  answerSelection,
  CARD_NAMES,
  drawNote,
  drawShared,
  VERBS,
} from "../../src/core/view/index.ts";
import {
  buildWorld,
  CODES,
  catalogue,
  EXAMPLES,
  findExample,
  must,
  PUBLIC_URL,
} from "../core/view/examples.ts";

const world = buildWorld();
const links = catalogue.packs.flatMap(({ notes }) => notes.flatMap((note) => note.links));
const documentation = links.map(({ url }) => new URL(url).host);
const hosts = new Set([
  new URL(world.cloud.browserLoginBase).host,
  new URL(world.cloud.portalBase).host,
  new URL(PUBLIC_URL).host,
  "teams.microsoft.com",
  ...documentation,
]);

const readMarkdown = (text: string) => text.replace(/\\([\\`|*_{}[\]()#+\-.!<>~])/g, "$1");

/** What a person sees of a card: the strings in places that are drawn. */
function visibleTexts(card: unknown): string[] {
  return listElements(card).flatMap((element) => {
    const choices = Array.isArray(element.choices) ? element.choices : [];
    const markdown = typeof element.text === "string" ? [readMarkdown(element.text)] : [];
    const plain = [
      element.title,
      element.label,
      element.placeholder,
      element.altText,
      element.value,
      element.errorMessage,
    ];
    const shown = [...plain, ...choices.map((choice: { title: string }) => choice.title)];
    const isCode = element.type === "Input.ChoiceSet";
    return [
      ...markdown,
      ...shown.filter(
        (text): text is string => typeof text === "string" && !(isCode && text === element.value),
      ),
    ];
  });
}

describe("every card", () => {
  it("has an example", () => {
    const drawn = new Set(EXAMPLES.map(({ card }) => card));

    assert.deepEqual([...drawn].sort(), [...CARD_NAMES].sort());
  });

  for (const { name, card, draw } of EXAMPLES)
    for (const language of LANGUAGES)
      describe(`${name} in ${language}`, () => {
        it("draws the card it names", () => {
          assert.equal(draw(world, language).card, card);
        });

        it("passes the linter", async () => {
          assert.deepEqual(lintCard(await renderCard(draw(world, language)), { hosts }), []);
        });

        it("shows nothing that its text leaves out", async () => {
          const view = draw(world, language);
          const shown = visibleTexts(await renderCard(view));

          assert.deepEqual(
            shown.filter((text) => !view.text.includes(text)),
            [],
          );
        });

        it("says nothing that it does not show", async () => {
          const view = draw(world, language);
          const shown = visibleTexts(await renderCard(view)).join("\n");
          const said = view.text
            .split("\n")
            .flatMap((line) =>
              line.startsWith("[") ? line.slice(1, -1).split("] [") : line.split(" · "),
            )
            .filter((text) => !text.startsWith("https://"));

          assert.deepEqual(
            said.filter((text) => !shown.includes(text)),
            [],
          );
        });

        it("sends known verbs with flat texts", async () => {
          const elements = listElements(await renderCard(draw(world, language)));
          const sent = elements.filter(({ type }) => /Execute|Submit/.test(type));

          for (const { data, verb, type } of sent) {
            const values = Object.values(data as object);
            assert.ok(values.every((value) => typeof value === "string"));
            assert.ok((VERBS as readonly unknown[]).includes((data as { verb: string }).verb));
            if (type === "Action.Execute") assert.equal(verb, (data as { verb: string }).verb);
          }
        });

        it("keeps its texts in an older client", async () => {
          const card = await renderCard(draw(world, language));
          const older = visibleTexts(toOlderClient(card)).join("\n");
          const now = listElements(card).filter(({ type }) => !type.startsWith("Input."));

          assert.deepEqual(
            now.filter(
              ({ text }) => typeof text === "string" && !older.includes(readMarkdown(text)),
            ),
            [],
          );
        });

        it("leaves no text untranslated or undefined", () => {
          assert.doesNotMatch(draw(world, language).text, /undefined|\[object|\bNaN\b/);
        });
      });
});

describe("every documented case", () => {
  for (const pack of catalogue.packs)
    for (const found of listCases(pack))
      for (const language of LANGUAGES)
        it(`${caseId(found)} ${found.variant.id} fits on a card in ${language}`, async () => {
          const code = formatSelection([toSetUp(found)]);
          const answer = must(answerSelection(world, language, code));

          assert.deepEqual(answer.ids, [caseId(found)]);
          assert.deepEqual(lintCard(await renderCard(answer.view), { hosts }), []);
        });
});

describe("every note", () => {
  for (const { head, notes } of catalogue.packs)
    for (const note of notes)
      for (const language of LANGUAGES)
        it(`${head.id}:${note.id} fits on a card in ${language}`, async () => {
          const view = must(drawNote(world, language, `${head.id}:${note.id}`));

          assert.deepEqual(lintCard(await renderCard(view), { hosts }), []);
        });
});

describe("every union", () => {
  // Consentry's own scopes are never in one app registration with those of a product.
  const products = catalogue.packs.filter(({ head }) => !head.byNameOnly);
  const all = products.flatMap(listCases).map(toSetUp);
  const codes = { "all scopes": CODES.allScopes, "the whole catalogue": formatSelection(all) };

  for (const [name, code] of Object.entries(codes))
    for (const language of LANGUAGES)
      it(`fits on a card: ${name} in ${language}`, async () => {
        const card = await renderCard(must(answerSelection(world, language, code)).view);

        assert.ok(measureCard(card) <= SIZE_LIMIT);
        assert.deepEqual(lintCard(card, { hosts }), []);
      });

  // Who shared it, its label and how its grants stand take some 2 KB where nothing else fits.
  for (const [name, code] of Object.entries(codes))
    for (const language of LANGUAGES)
      it(`leaves room on a shared card: ${name} in ${language}`, async () => {
        const view = must(drawShared(world, language, { kind: "answer", code }));

        assert.ok(measureCard(await renderCard(view)) <= SIZE_LIMIT - 3_000);
      });
});

describe("every cloud", () => {
  const origin = "http://127.0.0.1:4000";

  for (const { id, images } of clouds) {
    const own = buildWorld({ cloud: findCloud(id, { origin }) });

    it(`${id} shows pictures ${images === "link" ? "by link" : "inline"}`, async () => {
      const view = findExample("answer-scope").draw(own, "en");
      const picture = must(
        listElements(await renderCard(view)).find(({ type }) => type === "Image"),
      );

      const start = images === "link" ? `${PUBLIC_URL}/pictures/` : "data:image/svg+xml;base64,";
      assert.ok(String(picture.url).startsWith(start));
    });

    it(`${id} draws every card with addresses of its own`, async () => {
      const login = new URL(own.cloud.browserLoginBase).host;
      const portal = new URL(own.cloud.portalBase).host;
      const near = new Set([
        login,
        portal,
        new URL(PUBLIC_URL).host,
        new URL(own.cloud.teamsBase).host,
        ...documentation,
      ]);

      for (const { draw } of EXAMPLES)
        assert.deepEqual(lintCard(await renderCard(draw(own, "en")), { hosts: near }), []);
    });
  }
});
