import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { LANGUAGES } from "../../src/core/local-text.ts";
import { TEXTS } from "../../src/i18n/index.ts";

const SOURCES = join(import.meta.dirname, "../../src");
const keys = Object.keys(TEXTS.en);
const placeholders = (text: string) =>
  [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name]) => name).sort();

async function readSources(): Promise<string> {
  const entries = await readdir(SOURCES, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".ts"));
  const texts = await Promise.all(
    files.map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")),
  );
  return texts.join("\n");
}

/** Texts named in the code: whole keys, and keys with a part that is known at run time only. */
function findUses(sources: string): RegExp[] {
  const quoted = [...sources.matchAll(/"([a-z][A-Za-z-]*(?:\.[A-Za-z-]+)+)"/g)];
  const templates = [...sources.matchAll(/`([a-z][A-Za-z-]*\.(?:[A-Za-z.-]|\$\{[^}`]*\})+)`/g)];
  return [...quoted, ...templates].map(([, key = ""]) => {
    const pattern = key.replace(/\$\{[^}]*\}/g, "\u0000").replaceAll(".", "\\.");
    return new RegExp(`^${pattern.replaceAll("\u0000", "[A-Za-z-]+")}$`);
  });
}

describe("every text", () => {
  for (const language of LANGUAGES) {
    it(`has the keys of English in ${language}`, () => {
      assert.deepEqual(Object.keys(TEXTS[language]), keys);
    });

    it(`asks for the values of English in ${language}`, () => {
      const different = keys.filter(
        (key) =>
          placeholders(TEXTS[language][key] ?? "").join() !==
          placeholders(TEXTS.en[key] ?? "").join(),
      );

      assert.deepEqual(different, []);
    });

    it(`is not empty in ${language}`, () => {
      const empty = Object.entries(TEXTS[language]).filter(([, text]) => text.trim() === "");

      assert.deepEqual(empty, []);
    });
  }

  it("stands in order, so that merges stay readable", () => {
    assert.deepEqual(keys, keys.toSorted());
  });

  it("is used by the code", async () => {
    const uses = findUses(await readSources());

    const unused = keys.filter((key) => !uses.some((use) => use.test(key)));

    assert.deepEqual(unused, []);
  });

  it("exists where the code names it", async () => {
    const areas = new Set(keys.map((key) => key.split(".")[0]));
    const sources = await readSources();
    const named = [
      ...sources.matchAll(/\bt\(\s*"([^"]+)"/g),
      ...sources.matchAll(/\btexts\("([^"]+)"/g),
    ];

    const unknown = named.flatMap(([, key = ""]) => (key in TEXTS.en ? [] : [key]));

    assert.ok(areas.size > 10);
    assert.deepEqual(unknown, []);
  });
});
