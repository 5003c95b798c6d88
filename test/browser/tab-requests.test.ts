import assert from "node:assert/strict";
import type { FrameLocator, Locator } from "playwright-core";
import { findButton, german, personal } from "../support/talk.ts";
import { findBarriers } from "./axe.ts";
import { capture, findChromium } from "./chromium.ts";
import { frameOf, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
/** AutoStore (nothing granted), an app of the sandbox tenant. */
const app = "a0570001-5a4d-4b0c-8e01-c0ffee000001";
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

if (!executable) it("requests on Home (needs Chromium: apt-get install chromium)");
else
  describe("requests on Home in a browser", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    beforeEach(async () => {
      for (const as of ["product-admin", "global-admin", "teams-admin"])
        await browser.allowBasic(as);
    });

    afterEach(async () => {
      await endAll();
      await browser.reset();
    });

    after(() => browser?.stop());

    /** Priya asks for approval in her chat. */
    async function ask(comment: string): Promise<void> {
      const { stage } = browser;
      await stage.say(german, "help");
      const [answer] = await stage.say(personal, "IMAP and Mail Send with the same user");
      await stage.press(personal, findButton(answer, /^Ask for approval$/), answer?.id);
      const form = (await stage.read(personal)).at(-1);
      const { verb, data } = findButton(form, /^See who gets it$/);
      const wish = { verb, data: { ...data, app, comment } };
      const preview = await stage.press(personal, wish, form?.id);
      await stage.press(personal, findButton(preview, /^Send the request$/), form?.id);
    }

    /** Requests outlive a reset, and one that waits keeps the next one from being made. */
    async function endAll(): Promise<void> {
      const { body } = await browser.ask("product-admin", "GET", "/api/home/requests");
      for (const { id, etag, mayWithdraw } of body.requests as Row[])
        if (mayWithdraw)
          await browser.ask("product-admin", "POST", `/api/requests/${id}/withdrawal`, { etag });
    }

    type Row = { id: string; etag: string; state: string; mayWithdraw: boolean };
    const readState = async (): Promise<string | undefined> => {
      const { body } = await browser.ask("product-admin", "GET", "/api/home/requests");
      return (body.requests as Row[])[0]?.state;
    };
    const part = (tab: FrameLocator, name: string): Locator => tab.getByRole("region", { name });
    const openFirst = (section: Locator) =>
      section.getByRole("button", { expanded: false }).first().click();

    it("shows an own request with its steps, and takes it back", async () => {
      await ask("For the new archive");
      const { page, tab } = await browser.sit("product-admin", "home");
      const mine = part(tab, "My requests");

      await mine.getByText("Waiting for a decision").first().waitFor();
      const steps = await mine.getByRole("list", { name: "Steps of the request" }).innerText();
      await openFirst(mine);
      await mine.getByText("For the new archive").waitFor();
      await mine.getByRole("heading", { name: "Permissions" }).waitFor();
      await capture(page, "tab-request-own");
      await mine.getByRole("button", { name: /^Withdraw/ }).click();
      await mine.getByText("Withdraw your request?").waitFor();
      await page.keyboard.press("Escape");
      await mine.getByText("Withdraw your request?").waitFor({ state: "detached" });
      await mine.getByRole("button", { name: /^Withdraw/ }).click();
      await mine.getByRole("button", { name: "Yes, withdraw" }).click();
      await mine.getByText("The request is withdrawn.").waitFor();

      assert.match(
        steps.replaceAll(/\s+/g, " "),
        /✓ Asked .*○ Approved .*○ Consent given .*○ Verified/,
      );
      assert.equal(await readState(), "cancelled");
      assert.equal(await part(tab, "To decide").count(), 0);
    });

    it("lets an approver approve, and leads to the chat for the consent", async () => {
      await ask("Scans");
      const { page, tab } = await browser.sit("global-admin", "home");
      const decide = part(tab, "Zu entscheiden");

      await openFirst(decide);
      await decide.getByRole("button", { name: /^Genehmigen/ }).click();
      await decide.getByLabel("Kommentar (optional)").fill("Passt");
      await capture(page, "tab-request-approve");
      await decide.getByRole("button", { name: "Ja, genehmigen" }).click();
      await decide.getByText("Die Anfrage ist genehmigt.").waitFor();
      await decide.getByRole("button", { name: "Chat öffnen" }).waitFor();

      assert.equal(await readState(), "approved");
      await browser.stage.await(personal, /Approved, consent still to be given[\s\S]*Passt/);
    });

    it("declines with a reason, and asks for one", async () => {
      await ask("Everything");
      const { page, tab } = await browser.sit("global-admin", "home", {
        viewport: { width: 320, height: 760 },
        bypassCSP: true,
      });
      const decide = part(tab, "Zu entscheiden");

      await openFirst(decide);
      await decide.getByRole("button", { name: /^Ablehnen/ }).click();
      await decide.getByRole("button", { name: "Ja, ablehnen" }).click();
      await decide.getByText("Sagen Sie warum").waitFor();
      await capture(page, "tab-request-decline-320");
      const frame = await frameOf(page);
      const wide = await frame.evaluate<number>(OVERFLOW);
      for (const theme of ["light", "dark", "contrast"]) {
        await page.getByLabel("Theme").selectOption(theme);
        const shown = theme === "light" ? "default" : theme;
        await tab.locator(`html[data-theme="${shown}"]`).waitFor();
        assert.deepEqual(await findBarriers(frame), [], theme);
      }
      await decide.getByLabel("Grund").fill("Zu weit");
      await decide.getByRole("button", { name: "Ja, ablehnen" }).click();
      await decide.getByText("Die Anfrage ist abgelehnt.").waitFor();
      await decide.getByText("Zu weit").waitFor();

      assert.ok(wide <= 0, String(wide));
      assert.equal(await readState(), "declined");
    });

    it("shows how a request stands after somebody was faster", async () => {
      await ask("Twice");
      const { tab } = await browser.sit("global-admin", "home");
      const decide = part(tab, "Zu entscheiden");
      await openFirst(decide);
      await decide.getByRole("button", { name: /^Genehmigen/ }).click();
      await endAll();

      await decide.getByRole("button", { name: "Ja, genehmigen" }).click();
      await decide.getByText("Jemand anderes war schneller.").waitFor();

      assert.equal(await readState(), "cancelled");
      assert.equal(await decide.getByRole("button", { name: /^Genehmigen/ }).count(), 0);
    });

    it("says so where nothing waits and nothing was asked", async () => {
      const { tab } = await browser.sit("teams-admin", "home");

      await tab.getByText("You have not asked for approval yet.").waitFor();
      await tab.getByText("No app is watched that you may see.").waitFor();
      assert.equal(await part(tab, "To decide").count(), 0);
    });
  });
