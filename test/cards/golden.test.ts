import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CARDS_FOLDER, renderCard, toOlderClient } from "../../src/cards/index.ts";
import type { Language } from "../../src/core/local-text.ts";
import { drawScopePicture } from "../../src/core/scope-picture/index.ts";
import { CARD_NAMES } from "../../src/core/view/index.ts";
import { createTexts } from "../../src/i18n/index.ts";
import { buildWorld, catalogue, EXAMPLES, must } from "../core/view/examples.ts";

const FOLDER = join(import.meta.dirname, "../golden/cards");
const world = buildWorld();

/** Run with UPDATE_GOLDEN=1 to write the files anew, then read the difference before committing it. */
async function expectGolden(path: string, text: string): Promise<void> {
  if (process.env.UPDATE_GOLDEN) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  assert.equal(
    text,
    await readFile(path, "utf8"),
    `${path} differs: UPDATE_GOLDEN=1 writes it anew`,
  );
}

const toJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const drawn: readonly [string, Language][] = [
  ...EXAMPLES.map(({ name }) => [name, "en"] as [string, Language]),
  ["answer", "de"],
  ["answer", "fr"],
  ["clarify", "de"],
  ["clarify", "fr"],
];

describe("golden cards", () => {
  for (const [name, language] of drawn) {
    const file = language === "en" ? name : `${name}.${language}`;
    const { draw } = must(EXAMPLES.find((known) => known.name === name));

    it(`draws ${file} as before`, async () => {
      await expectGolden(
        join(FOLDER, `${file}.json`),
        toJson(await renderCard(draw(world, language))),
      );
    });

    it(`says in ${file} what it said before`, async () => {
      await expectGolden(join(FOLDER, `${file}.txt`), `${draw(world, language).text}\n`);
    });
  }

  for (const card of CARD_NAMES) {
    const { name, draw } = must(EXAMPLES.find((known) => known.card === card));

    it(`shows ${name} to a 1.2 client as before`, async () => {
      const older = toOlderClient(await renderCard(draw(world, "en")));

      await expectGolden(join(FOLDER, `1.2/${name}.json`), toJson(older));
    });

    it(`keeps the sample data of ${card}`, async () => {
      const { data } = draw(world, "en");

      await expectGolden(join(CARDS_FOLDER, `${card}.sample.json`), toJson(data));
    });
  }

  it("holds no file that nothing draws", async () => {
    const files = await readdir(FOLDER, { withFileTypes: true });
    const known = new Set(
      drawn.map(([name, language]) => (language === "en" ? name : `${name}.${language}`)),
    );

    const strays = files.filter(
      (file) => file.isFile() && !known.has(file.name.replace(/\.(json|txt)$/, "")),
    );

    assert.deepEqual(
      strays.map(({ name }) => name),
      [],
    );
  });
});

describe("golden pictures", () => {
  for (const language of ["en", "de", "fr"] as const)
    it(`draws the scopes in ${language} as before`, async () => {
      const pack = must(catalogue.packs.find(({ head }) => head.id === "nbold"));

      const picture = drawScopePicture(pack, createTexts(language), language);

      await expectGolden(join(FOLDER, `../pictures/nbold.${language}.svg`), `${picture}\n`);
    });
});
