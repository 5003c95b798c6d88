import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EXPORT_FORMATS, writeExport } from "../../../src/core/export/index.ts";
import { buildWorld, must } from "../view/examples.ts";
import { GOLDEN_SOURCES } from "./sources.ts";

const FOLDER = join(import.meta.dirname, "../../golden/exports");
const world = buildWorld();

const cases = Object.entries(GOLDEN_SOURCES).flatMap(([name, source]) =>
  EXPORT_FORMATS.map((format) => ({
    file: `${name}${format.suffix}.${format.extension}`,
    format,
    source,
  })),
);

describe("golden exports", () => {
  for (const { file, format, source } of cases)
    it(`writes ${file} as before`, async () => {
      const path = join(FOLDER, file);
      const { text } = must(writeExport(world, "en", format.id, source));
      if (process.env.UPDATE_GOLDEN) {
        await mkdir(FOLDER, { recursive: true });
        await writeFile(path, text);
      }

      const kept = await readFile(path, "utf8");

      assert.equal(text, kept, `${file} differs: UPDATE_GOLDEN=1 writes it anew`);
    });

  it("holds no file that nothing writes", async () => {
    const files = await readdir(FOLDER);

    assert.deepEqual(files.sort(), cases.map(({ file }) => file).sort());
  });
});
