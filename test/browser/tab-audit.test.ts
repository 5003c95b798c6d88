import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { AuditFile, verifyAuditFile } from "../../src/store/index.ts";
import { readCsv } from "../support/read-csv.ts";
import { findBarriers } from "./axe.ts";
import { capture, findChromium } from "./chromium.ts";
import { frameOf, type Sitting, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();

if (!executable) it("the audit log in a browser (needs Chromium: apt-get install chromium)");
else
  describe("the audit log in a browser", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    async function sit(width = 1200): Promise<Sitting> {
      const viewport = { width, height: 900 };
      const sitting = await browser.sit("teams-admin", "settings", { viewport, bypassCSP: true });
      await sitting.tab.getByRole("heading", { name: "Audit log" }).waitFor();
      return sitting;
    }

    /** Each change of the settings leaves a line. */
    async function writeLines(count: number): Promise<void> {
      let { body } = await browser.ask("global-admin", "GET", "/api/settings");
      for (let days = 100; days < 100 + count; days++) {
        const form = { ...(body.settings as object), retentionDays: days };
        const etag = String(body.etag);
        const changed = await browser.ask("global-admin", "PUT", "/api/settings", {
          body: form,
          etag,
        });
        assert.equal(changed.status, 200);
        body = changed.body;
      }
    }

    async function take(page: Page, { tab }: Sitting, label: string): Promise<[string, string]> {
      const coming = page.waitForEvent("download");
      await tab.getByRole("button", { name: label }).click();
      const file = await coming;
      return [file.suggestedFilename(), await readFile(await file.path(), "utf8")];
    }

    it("shows the newest lines, without names", async () => {
      await browser.changeSettings({ retentionDays: 90, mail: { isOn: false, sender: "x@y.com" } });
      const sitting = await sit(320);
      const { page, tab } = sitting;

      await tab.getByRole("button", { name: "Latest lines" }).click();
      const first = tab.locator(".audit > li").first();
      await first.waitFor();
      const said = await first.innerText();
      await first.scrollIntoViewIfNeeded();
      await capture(page, "tab-audit-320");

      assert.match(said, /settings\.changed/);
      assert.match(
        said,
        /fields: mail\.sender retentionDays · mail\.sender: true · retentionDays: 90/,
      );
      assert.doesNotMatch(await tab.locator(".audit").innerText(), /x@y\.com|Harriet/);
      const frame = await frameOf(page);
      const overflow =
        "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      assert.ok((await frame.evaluate<number>(overflow)) <= 0);
      for (const theme of ["dark", "contrast"]) {
        await page.getByLabel("Theme").selectOption(theme);
        await tab.locator(`html[data-theme="${theme}"]`).waitFor();
        assert.deepEqual(await findBarriers(frame), [], theme);
      }
    });

    it("goes on to older lines", async () => {
      await writeLines(31);
      const { tab } = await sit();

      await tab.getByRole("button", { name: "Latest lines" }).click();
      await tab.getByRole("button", { name: "Show older lines" }).click();
      await tab.locator(".audit").nth(1).waitFor();

      const counts = await tab
        .locator(".audit")
        .evaluateAll((lists) => lists.map((one) => one.children.length));
      assert.equal(counts[0], 30);
      assert.ok((counts[1] ?? 0) > 0);
    });

    it("writes files that prove themselves", async () => {
      await browser.changeSettings({ retentionDays: 77 });
      const sitting = await sit();
      const { page, tab } = sitting;

      const [jsonName, json] = await take(page, sitting, "Export as JSON");
      await tab.getByText(/\.json is written, with/).waitFor();
      await capture(page, "tab-audit");
      const [csvName, csv] = await take(page, sitting, "Export as CSV");

      const file = AuditFile.parse(JSON.parse(json));
      const verdict = verifyAuditFile(file);
      assert.match(jsonName, /^consentry-audit-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.json$/);
      assert.match(csvName, /\.csv$/);
      assert.ok(verdict.kind === "intact" && verdict.isToEnd && verdict.lines > 0);
      const rows = readCsv(csv).slice(1);
      assert.equal(rows.length, file.lines.length + 1);
      assert.equal(rows.at(-1)?.[2], "audit.exported");
    });

    it("asks for days that make a period", async () => {
      const { tab } = await sit();

      await tab.getByLabel("From", { exact: true }).fill("2999-01-01");
      await tab.getByRole("button", { name: "Export as CSV" }).click();

      await tab.getByText("The first day is after the last one.").waitFor();
    });
  });
