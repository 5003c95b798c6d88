import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCatalogue } from "../../src/config/index.ts";
import { OWN_PACK } from "../../src/core/scope/index.ts";

describe("loadCatalogue", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "own-pack-"));
  });

  after(() => rm(folder, { recursive: true }));

  it("puts Consentry's own pack after the products", async () => {
    const { packs } = await loadCatalogue();

    assert.equal(packs.at(-1)?.head.id, OWN_PACK);
  });

  it("lets no folder say what Consentry asks for", async () => {
    const head = { id: OWN_PACK, title: { en: "Mine" }, description: { en: "Mine" } };
    await writeFile(join(folder, "pack.json"), JSON.stringify(head));

    await assert.rejects(loadCatalogue([folder]), { code: "ERR_CATALOGUE_INVALID" });
  });
});
