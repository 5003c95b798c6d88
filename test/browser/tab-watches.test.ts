import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { seedApps } from "../../src/sandbox/directory/seed.ts";
import { channel, findButton, personal } from "../support/talk.ts";
import { findBarriers } from "./axe.ts";
import { capture, findChromium } from "./chromium.ts";
import { frameOf, type Sitting, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const APP = "AutoStore (all granted)";
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

if (!executable) it("watched apps on Home (needs Chromium: apt-get install chromium)");
else
  describe("watched apps on Home in a browser", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    beforeEach(async () => {
      await browser.allowBasic("product-admin");
      await watch();
    });

    afterEach(async () => {
      const { body } = await browser.ask("product-admin", "GET", "/api/home/watches");
      for (const { clientId, etag } of body.watches as { clientId: string; etag: string }[])
        await browser.ask("product-admin", "DELETE", `/api/watches/${clientId}`, { etag });
      await browser.reset();
    });

    after(() => browser?.stop());

    /** Priya checks the app in her chat, and has it watched with the notice in a channel. */
    async function watch(): Promise<void> {
      const { stage } = browser;
      const [answer] = await stage.say(personal, "IMAP and Mail Send, other sender");
      const form = await stage.press(personal, findButton(answer, "Check tenant"), answer?.id);
      const { verb, data } = findButton(form, "Check this app");
      const check = { verb, data: { ...data, app: seedApps.fullyRight } };
      const report = await stage.press(personal, check, answer?.id);
      await stage.press(personal, findButton(report, "Watch for changes"), answer?.id);
      const places = (await stage.read(personal)).find(({ id }) => id === answer?.id);
      await stage.press(personal, findButton(places, /^Post in Permissions$/), answer?.id);
      await stage.await({ ...channel, as: "guest" }, /^Watched: nothing has changed/m);
    }

    async function takeAway(value: string): Promise<void> {
      const { apps } = (await browser.stage.api("GET", "tenant")) as {
        apps: { clientId: string; grants: { id: string; value: string }[] }[];
      };
      const held = apps.find(({ clientId }) => clientId === seedApps.fullyRight)?.grants ?? [];
      const grant = held.find((one) => one.value === value);
      await browser.stage.api("DELETE", `tenant/grants/${grant?.id}?value=${value}`);
    }

    async function sit(width = 1200): Promise<Sitting & { readonly watches: Locator }> {
      const viewport = { width, height: 900 };
      const sitting = await browser.sit("product-admin", "home", { viewport, bypassCSP: true });
      const watches = sitting.tab.getByRole("region", { name: "Watched apps" });
      await watches.getByRole("button", { name: APP }).click();
      await watches.getByRole("button", { name: /^Look now/ }).waitFor();
      return { ...sitting, watches };
    }

    it("shows what a look finds, as words, chart and table", async () => {
      const { page, watches } = await sit(320);
      const before = await watches.innerText();
      await takeAway("Mail.Send");

      await watches.getByRole("button", { name: /^Look now/ }).click();
      await watches.getByText("Looked just now.").waitFor();
      await watches.getByText(/^Removed: Mail\.Send/).waitFor();
      await watches.getByText("Show as a table").click();
      await watches.getByRole("table").waitFor();
      await watches.getByText("Latest looks").scrollIntoViewIfNeeded();
      await capture(page, "tab-watch-320");

      const chart = await watches.getByRole("img").getAttribute("aria-label");
      const cells = await watches.getByRole("row").nth(1).getByRole("cell").allInnerTexts();
      const frame = await frameOf(page);
      assert.match(before, /Nothing has changed[\s\S]*Nothing is other than it should be/);
      assert.match(await watches.innerText(), /Changes found/);
      assert.match(chart ?? "", /2 of 3 needed permissions are granted/);
      assert.deepEqual(cells, ["2", "1", "0"]);
      assert.ok((await frame.evaluate<number>(OVERFLOW)) <= 0);
      for (const theme of ["light", "dark", "contrast"]) {
        await page.getByLabel("Theme").selectOption(theme);
        const shown = theme === "light" ? "default" : theme;
        await page.frameLocator("#tab iframe").locator(`html[data-theme="${shown}"]`).waitFor();
        assert.deepEqual(await findBarriers(frame), [], theme);
        if (theme === "dark") await capture(page, "tab-watch-dark");
      }
    });

    it("keeps quiet, speaks again, and stops once somebody is sure", async () => {
      const { page, tab, watches } = await sit();

      await watches.getByRole("button", { name: /^Quiet for a week/ }).click();
      await watches.getByText("It stays quiet, and goes on looking.").waitFor();
      await watches.getByText("Quiet for now").waitFor();
      await watches.getByRole("button", { name: /^Speak again/ }).click();
      await watches.getByText("It speaks again.").waitFor();
      await capture(page, "tab-watch");
      await watches.getByRole("button", { name: /^Stop watching/ }).click();
      await watches.getByText(`Stop watching ${APP}?`).waitFor();
      await page.keyboard.press("Escape");
      await watches.getByText(`Stop watching ${APP}?`).waitFor({ state: "detached" });
      await watches.getByRole("button", { name: /^Stop watching/ }).click();
      await watches.getByRole("button", { name: "Stop watching", exact: true }).click();
      await watches.getByText("No app is watched that you may see.").waitFor();

      await tab.getByText(`${APP} is not watched any more.`).waitFor();
      await browser.stage.await({ ...channel, as: "guest" }, /^Not watched any more/m);
    });

    it("shows how a watch stands after somebody else changed it", async () => {
      const { watches } = await sit();
      const { body } = await browser.ask("product-admin", "GET", "/api/home/watches");
      const [{ etag }] = body.watches as [{ etag: string }];
      const path = `/api/watches/${seedApps.fullyRight}/snooze`;
      await browser.ask("product-admin", "PUT", path, { etag, body: { days: 1 } });

      await watches.getByRole("button", { name: /^Quiet for a month/ }).click();
      await watches.getByText("Somebody else has changed it.").waitFor();
      await watches.getByText("Quiet for now").waitFor();

      await watches.getByRole("button", { name: /^Speak again/ }).waitFor();
    });
  });
