import assert from "node:assert/strict";
import type { Page, Route } from "playwright-core";
import type { TabOutput } from "../../src/core/tab-api/index.ts";
import { findBarriers } from "./axe.ts";
import { capture, findChromium } from "./chromium.ts";
import { frameOf, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const AT = Date.UTC(2026, 10, 20, 9);

type Jobs = TabOutput<"readJobs">;

/** Two messages that were given up: days of retries that a test does not wait for. */
function createDead(): Jobs["letters"] {
  const one = { tries: 12, writtenAt: AT, diedAt: AT + 86_400_000 };
  return [
    { ...one, id: "a|1", topic: "approval", about: "IMAP Capture, Contoso Scan", why: "unreached" },
    { ...one, id: "b|2", topic: "mail", about: null, why: "code-418" },
  ];
}

if (!executable) it("background jobs in Settings (needs Chromium: apt-get install chromium)");
else
  describe("background jobs in Settings in a browser", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    /** Stands in for the outbox, in front of the page. */
    async function stand(page: Page, asked: string[]): Promise<void> {
      const dead = createDead();
      await page.route("**/api/settings/jobs", (route) => {
        const body: Jobs = { lastRoundAt: AT, waiting: 3, dead: dead.length, letters: [...dead] };
        return route.fulfill({ json: body });
      });
      const take = (route: Route) => {
        const request = route.request();
        asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
        dead.shift();
        return route.fulfill({ json: { done: true } });
      };
      await page.route("**/api/settings/letters/**", take);
    }

    async function sit(asked: string[], width = 1200) {
      const sitting = await browser.sit("teams-admin", "catalog", {
        viewport: { width, height: 900 },
        bypassCSP: true,
      });
      await stand(sitting.page, asked);
      const pages = sitting.page.getByRole("navigation", { name: "Pages of the app" });
      await pages.getByRole("button", { name: "Settings" }).click();
      await sitting.tab.getByRole("heading", { name: "Background jobs" }).waitFor();
      return sitting;
    }

    it("tells how the jobs really go", async () => {
      const { tab } = await browser.sit("teams-admin", "settings");
      const jobs = tab.getByRole("region", { name: "Background jobs" });
      await jobs.getByText("Every message has arrived.").waitFor();

      const said = await jobs.innerText();

      assert.match(
        said.replaceAll(/\s+/g, " "),
        /Messages that wait 0 Messages that were given up 0/,
      );
    });

    it("names what was given up, sends it again, or throws it away", async () => {
      const asked: string[] = [];
      const { page, tab } = await sit(asked, 320);
      const jobs = tab.getByRole("region", { name: "Background jobs" });
      await jobs.getByText("IMAP Capture, Contoso Scan").waitFor();
      const said = await jobs.innerText();
      await jobs.getByText("Mail about a request").scrollIntoViewIfNeeded();
      await capture(page, "tab-jobs-320");
      const frame = await frameOf(page);
      for (const theme of ["light", "dark", "contrast"]) {
        await page.getByLabel("Theme").selectOption(theme);
        const shown = theme === "light" ? "default" : theme;
        await tab.locator(`html[data-theme="${shown}"]`).waitFor();
        assert.deepEqual(await findBarriers(frame), [], theme);
      }

      await jobs.getByRole("button", { name: /^Send again: Message about a request/ }).click();
      await tab.getByText("It is sent again.").waitFor();
      await jobs.getByRole("button", { name: /^Throw away/ }).click();
      await jobs.getByText("Throw this message away?").waitFor();
      await page.keyboard.press("Escape");
      await jobs.getByText("Throw this message away?").waitFor({ state: "detached" });
      const before = asked.length;
      await jobs.getByRole("button", { name: /^Throw away/ }).click();
      await jobs.getByRole("button", { name: "Yes, throw away" }).click();
      await jobs.getByText("Every message has arrived.").waitFor();

      assert.match(said, /Teams could not be reached\./);
      assert.match(said, /It could not be delivered \(code-418\)\./);
      assert.match(said, /What it is about is gone\./);
      assert.match(said, /after 12 tries/);
      assert.deepEqual(
        [before, asked],
        [1, ["POST /api/settings/letters/a%7C1/send", "DELETE /api/settings/letters/b%7C2"]],
      );
    });

    it("says that jobs stand still while no account is signed in", async () => {
      await browser.changeSettings({ model: "service-account" });
      const { page, tab } = await browser.sit("teams-admin", "settings");

      await tab.getByRole("heading", { name: "Background jobs stand still" }).waitFor();
      await tab.getByText("No service account is signed in, so consents are not proved").waitFor();

      await capture(page, "tab-jobs-stopped");
    });
  });
