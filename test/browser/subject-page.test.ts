import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { EXPORT_FORMATS } from "../../src/core/export/index.ts";
import { findBarriers } from "./axe.ts";
import { capture, findChromium } from "./chromium.ts";
import { startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();

const ANSWER = "p/1~autostore.destination_mail-send.mode_application.sender_other.source_imap";
const PAGES: Readonly<Record<string, string>> = {
  answer: ANSWER,
  scope: "p/1~nbold.scope_home?lang=de",
  permission: "p/permission:graph:Mail.ReadWrite?lang=fr",
  note: "p/note:entra:rbac-for-applications",
  changed: "p/1~autostore.source_imap.sender_robot~gone.a_b",
};

if (!executable) it("pages of permalinks (needs Chromium: apt-get install chromium)");
else
  describe("pages of permalinks", () => {
    let browser: TabStage;
    before(async () => {
      browser = await startTabStage(executable);
    });
    afterEach(() => browser.reset());
    after(() => browser?.stop());

    const open = (path: string, width: number) =>
      browser.visit(browser.stage.address + path, {
        viewport: { width, height: 900 },
        bypassCSP: true,
      });

    for (const [name, path] of Object.entries(PAGES))
      for (const width of [320, 1200])
        it(`fit and have no barriers: ${name} at ${width}`, async () => {
          const page = await open(path, width);

          for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme });
            await capture(page, `permalink-${name}-${width}-${colorScheme}`);
            assert.deepEqual(await findBarriers(page), [], colorScheme);
          }
          const wide = await page.evaluate("document.documentElement.scrollWidth");
          assert.equal(wide, width);
        });

    it("are readable in forced colors", async () => {
      const page = await open(ANSWER, 1200);

      await page.emulateMedia({ forcedColors: "active" });

      await capture(page, "permalink-forced-colors");
      assert.deepEqual(await findBarriers(page), []);
    });

    it("show their picture", async () => {
      const page = await open("p/1~nbold.scope_home", 1200);

      const width = await page.evaluate("document.images[0].naturalWidth");

      assert.ok(Number(width) > 100);
    });

    it("print what is folded away, and nothing to press", async () => {
      const page = await open(ANSWER, 1200);
      const folded = page.locator("details .text").first();
      const before = await folded.isVisible();

      await page.emulateMedia({ media: "print" });
      const shown = await folded.boundingBox();
      const pdf = await page.pdf({ format: "A4" });

      assert.equal(before, false);
      assert.ok(shown && shown.height > 0);
      assert.equal(await page.locator("#export").isVisible(), false);
      assert.equal(await page.locator("nav").isVisible(), false);
      assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
      await capture(page, "permalink-print");
    });

    it("let everybody download each format", async () => {
      const page = await open(ANSWER, 1200);

      for (const { id, extension } of EXPORT_FORMATS) {
        const arriving = page.waitForEvent("download");
        await page.locator(`#export a[href*="/export/${id}?"]`).click();
        const download = await arriving;

        const text = await readFile(await download.path(), "utf8");
        assert.ok(download.suggestedFilename().endsWith(`.${extension}`), id);
        assert.match(text, /Mail\.Send|b633e1c5-b582-4048-a93e-9f11b44c7e96/, id);
      }
    });
  });
