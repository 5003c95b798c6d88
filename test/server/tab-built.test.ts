import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBuilt, writeBuilt } from "../../src/server/tab-page/built-file.ts";
import { type Bundle, bundleTab } from "../../src/server/tab-page/bundle.ts";

describe("the bundle that npm run build leaves", () => {
  let folder: string;
  let bundle: Bundle;
  let text: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "consentry-built-"));
    bundle = await bundleTab();
    text = await writeBuilt(bundle);
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (content: string) => {
    const path = join(folder, "tab.json");
    writeFileSync(path, content);
    return readBuilt(path);
  };

  it("is read as it was made", async () => {
    assert.deepEqual(await read(text), bundle);
  });

  it("is no bundle once the sources are others", async () => {
    const older = { ...JSON.parse(text), sources: "of another day" };

    assert.equal(await read(JSON.stringify(older)), undefined);
  });

  it("is no bundle when it was cut", async () => {
    assert.equal(await read(text.slice(0, -10)), undefined);
  });

  it("is missed by nobody", async () => {
    assert.equal(await readBuilt(join(folder, "nothing.json")), undefined);
  });
});
