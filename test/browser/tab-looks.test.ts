import assert from "node:assert/strict";
import type { Frame, FrameLocator, Page } from "playwright-core";
import { capture, findChromium } from "./chromium.ts";
import { frameOf, type Sitting, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
const GROUND = "getComputedStyle(document.documentElement).backgroundColor";
/** Keeps in the page how far things have moved by themselves. */
const WATCH_SHIFTS = `window.shifts = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts += shift.value;
}).observe({ type: "layout-shift", buffered: true });`;
/** Until what was drawn last can be seen. */
const DRAWN = "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))";
/** Name of what has the focus, and whether that is to be seen. */
const FOCUSED = `(() => {
  const active = document.activeElement;
  const style = getComputedStyle(active);
  const name = active.getAttribute("aria-label") ?? active.labels?.[0]?.textContent ?? active.textContent;
  const isSeen = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return { name: name.trim(), group: active.closest("[role=group]")?.querySelector("h2")?.textContent, isSeen };
})()`;

interface Focused {
  readonly name: string;
  readonly group?: string;
  readonly isSeen: boolean;
}

/** What is on a page once all of it is there. */
const SETTLED: Readonly<Record<string, (tab: FrameLocator) => Promise<void>>> = {
  home: async (tab) => {
    await tab.getByRole("button", { name: "Contoso IT", exact: true }).waitFor();
    await tab.getByRole("heading", { name: "My recent results" }).waitFor();
  },
  catalog: (tab) => tab.getByRole("heading", { name: "AutoStore" }).waitFor(),
  settings: (tab) => tab.getByText("Everything is saved.").waitFor(),
};

if (!executable) it("looks of the tab (needs Chromium: apt-get install chromium)");
else
  describe("looks of the tab", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    beforeEach(() => browser.allowBasic("teams-admin"));

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    it("follows the theme of Teams without being loaded again", async () => {
      const { page, tab } = await browser.sit("teams-admin", "home");
      const frame = await frameOf(page);
      await SETTLED.home?.(tab);
      await frame.evaluate("window.isKept = true");
      const grounds: unknown[] = [];

      for (const theme of ["light", "dark", "contrast"]) {
        await page.getByLabel("Theme").selectOption(theme);
        const name = theme === "light" ? "default" : theme;
        await tab.locator(`html[data-theme="${name}"]`).waitFor();
        await frame.evaluate(DRAWN);
        grounds.push(await frame.evaluate(GROUND));
        await capture(page, `tab-home-${theme}`);
      }

      assert.deepEqual(grounds, ["rgb(250, 250, 250)", "rgb(36, 36, 36)", "rgb(0, 0, 0)"]);
      assert.equal(await frame.evaluate("window.isKept"), true);
    });

    for (const tab of Object.keys(SETTLED))
      it(`moves nothing on ${tab} when its data comes`, async () => {
        await browser.allowForAll("home");
        const { stage } = browser;
        await stage.api("POST", "faults", { match: { service: "graph" }, delayMs: 150, times: 0 });
        const sitting = await browser.sit("teams-admin", tab, { script: WATCH_SHIFTS });

        await SETTLED[tab]?.(sitting.tab);
        const frame = await frameOf(sitting.page);
        await frame.evaluate(DRAWN);
        const moved = await frame.evaluate<number>("window.shifts");

        assert.ok(moved < 0.005, String(moved));
      });

    for (const tab of Object.keys(SETTLED))
      it(`fits into a phone: ${tab}`, async () => {
        await browser.allowForAll("home");
        const viewport = { width: 390, height: 760 };
        const sitting = await browser.sit("teams-admin", tab, { viewport });
        await SETTLED[tab]?.(sitting.tab);
        await enrich(sitting, tab);
        const frame = await frameOf(sitting.page);

        for (const width of [390, 320]) {
          await sitting.page.setViewportSize({ ...viewport, width });
          await capture(sitting.page, `tab-${tab}-${width}`);
          assert.ok((await frame.evaluate<number>(OVERFLOW)) <= 0, String(width));
          assert.ok((await sitting.page.evaluate<number>(OVERFLOW)) <= 0, String(width));
        }
      });

    /** Brings up what is widest on a page. */
    async function enrich({ page, tab }: Sitting, name: string): Promise<void> {
      if (name === "home") {
        await tab.getByRole("button", { name: "General", exact: true }).click();
        await tab.getByText("Consentry may not post here").waitFor();
      }
      if (name !== "catalog") return;
      await tab.getByRole("searchbox").fill("IMAP capture and Mail Send, other sender");
      await page.keyboard.press("Enter");
      await tab.getByText("Permissions to configure").waitFor();
    }

    it("is worked by keyboard on Home", async () => {
      await browser.allowForAll("home");
      const { page, tab } = await browser.sit("teams-admin", "home");
      await SETTLED.home?.(tab);
      await page.getByRole("button", { name: "Home", exact: true }).focus();

      await tabTo(page, { name: "Contoso IT" });
      await tabTo(page, { name: "General" });
      await page.keyboard.press("Enter");
      await tab.getByText("Consentry may not post here").waitFor();
      await tabTo(page, { name: "Permissions" });
      await page.keyboard.press("Space");

      await tab.getByText("Consentry may post here.").waitFor();
    });

    it("appoints somebody by keyboard", async () => {
      const { page, tab } = await browser.sit("teams-admin", "settings");
      await SETTLED.settings?.(tab);
      await page.getByRole("button", { name: "Settings", exact: true }).focus();

      await tabTo(page, { name: "Add by name", group: "Catalog Managers" });
      await page.keyboard.type("Lui");
      await tab.getByRole("button", { name: "Add: Luis Ortega" }).waitFor();
      await tabTo(page, { name: "Add: Luis Ortega" });
      await page.keyboard.press("Enter");
      await tab.getByRole("button", { name: "Remove: Luis Ortega" }).waitFor();
      const after = await focused(page);
      await tabTo(page, { name: "Save" });
      await page.keyboard.press("Enter");
      await tab.getByText("The settings are saved.").waitFor();

      assert.deepEqual([after.name, after.group], ["Add by name", "Catalog Managers"]);
      const { body } = await browser.ask("teams-admin", "GET", "/api/settings");
      const { catalogManagers } = body.settings as { catalogManagers: { name: string }[] };
      assert.deepEqual(
        catalogManagers.map(({ name }) => name),
        ["Luis Ortega"],
      );
    });
  });

async function focused(page: Page): Promise<Focused> {
  const frame: Frame = await frameOf(page);
  return frame.evaluate<Focused>(FOCUSED);
}

/** Presses Tab until that has the focus; whatever has it on the way shows it. */
async function tabTo(page: Page, wanted: Partial<Focused>): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const now = await focused(page);
    const isThere = now.name === wanted.name && now.group === (wanted.group ?? now.group);
    if (presses > 0) assert.ok(now.isSeen || now.name.length > 200, `no ring on ${now.name}`);
    if (isThere) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never reaches ${wanted.name}`);
}
