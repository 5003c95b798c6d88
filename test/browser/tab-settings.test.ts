import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { DEFAULT_SETTINGS } from "../../src/core/settings/index.ts";
import { personal } from "../support/talk.ts";
import { capture, findChromium } from "./chromium.ts";
import { openWindow, pickAccount, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const priya = { id: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101", name: "Priya Raman" };
const app = "00001111-aaaa-2222-bbbb-3333cccc4444";

/** Adds somebody to a list by the beginning of the name. */
async function appoint(tab: FrameLocator, list: string, name: string): Promise<void> {
  const group = tab.getByRole("group", { name: list });
  await group.getByLabel("Add by name").fill(name.slice(0, 3));
  await group.getByRole("button", { name: `Add: ${name}` }).click();
  await group.getByRole("button", { name: `Remove: ${name}` }).waitFor();
}

const save = (tab: FrameLocator) => tab.getByRole("button", { name: "Save", exact: true }).click();

if (!executable) it("Settings in a browser (needs Chromium: apt-get install chromium)");
else
  describe("Settings in a browser", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    async function readSettings(): Promise<Record<string, unknown>> {
      const { body } = await browser.ask("teams-admin", "GET", "/api/settings");
      return body.settings as Record<string, unknown>;
    }

    it("saves what an administrator decides", async () => {
      await browser.allowBasic("teams-admin");
      const { page, tab } = await browser.sit("teams-admin", "settings");
      await tab.getByText("Everything is saved.").waitFor();
      await capture(page, "tab-settings");

      await appoint(tab, "Approvers", "Amara Okafor");
      await appoint(tab, "Catalog Managers", "Priya Raman");
      await tab.getByLabel("Language", { exact: true }).selectOption("Français");
      await tab.getByLabel(/^Days until/).fill("90");
      await tab.getByLabel("Client ids, one a line").fill("AutoStore");
      await save(tab);
      await tab.getByText("“AutoStore” is no client id.").waitFor();
      await capture(page, "tab-settings-error");
      const before = await readSettings();
      await tab.getByLabel("Client ids, one a line").fill(app.toUpperCase());
      await save(tab);
      await tab.getByText("The settings are saved.").waitFor();

      assert.equal(before.retentionDays, 365);
      const { approval, mail, watchHours } = DEFAULT_SETTINGS;
      assert.deepEqual(await readSettings(), {
        approval: { ...approval, roles: [...approval.roles] },
        mail,
        watchHours,
        approvers: [{ id: "e7d5ace4-a152-4f9b-ad42-61de95b4d505", name: "Amara Okafor" }],
        catalogManagers: [priya],
        allowedApps: [app],
        model: "application",
        language: "fr",
        retentionDays: 90,
      });
      const catalog = await browser.sit("product-admin", "catalog");
      await catalog.tab.getByText("As a Catalog Manager you set it.").waitFor();
    });

    for (const [choice, days] of [
      ["Take theirs", 60],
      ["Save my changes", 90],
    ] as const)
      it(`asks what to do with somebody else's change: ${choice}`, async () => {
        const { page, tab } = await browser.sit("teams-admin", "settings");
        await tab.getByLabel(/^Days until/).fill("90");
        await browser.changeSettings({ retentionDays: 60, language: "fr" });

        await save(tab);
        await tab.getByRole("heading", { name: "Somebody else has changed the" }).waitFor();
        await capture(page, "tab-settings-conflict");
        await tab.getByRole("button", { name: choice }).click();
        await tab.getByText("Everything is saved.").waitFor();

        assert.equal(await tab.getByLabel(/^Days until/).inputValue(), String(days));
        const { retentionDays, language } = await readSettings();
        assert.deepEqual([retentionDays, language], [days, "fr"]);
      });

    it("signs the service account in, and ends it", async () => {
      const { page, tab } = await browser.sit("teams-admin", "settings");
      await tab.getByRole("radio", { name: /As a service account/ }).check();
      await tab.getByText("No account has signed in yet.").waitFor();
      const signIn = tab.getByRole("button", { name: "Sign in with the service account" });

      const login = await openWindow(page, signIn);
      await login.getByText("becomes the service account of your organization").waitFor();
      await capture(login, "tab-settings-service-account");
      await login.getByRole("link", { name: "Sign in as the service account" }).click();
      await pickAccount(login, /Jonas Weber/);
      await login.getByRole("heading", { name: "Permissions requested" }).waitFor();
      await login.getByRole("button", { name: "Accept" }).click();
      await tab.getByText("Signed in: Jonas Weber").waitFor();
      await capture(page, "tab-settings-signed-in");
      await save(tab);
      await tab.getByText("The settings are saved.").waitFor();
      const disconnect = tab.getByRole("button", { name: "Disconnect the account" });
      await disconnect.click();
      await tab.getByText("Once it is disconnected they read nothing").waitFor();
      await capture(page, "tab-settings-disconnect");
      await page.keyboard.press("Escape");
      await tab.getByText("Signed in: Jonas Weber").waitFor();
      await disconnect.click();
      await tab.getByText("Once it is disconnected they read nothing").waitFor();
      await disconnect.click();
      await tab.getByText("No account has signed in yet.").waitFor();

      const { body } = await browser.ask("teams-admin", "GET", "/api/settings/models");
      assert.equal((body.serviceAccount as { account: unknown }).account, null);
    });

    it("deletes a person's data once they are sure", async () => {
      await browser.stage.say(personal, "IMAP capture and Mail Send, other sender");
      const count = async () => {
        const { body } = await browser.ask("product-admin", "GET", "/api/home/results");
        return (body.results as readonly unknown[]).length;
      };
      const { page, tab } = await browser.sit("product-admin", "settings");

      await tab.getByRole("button", { name: "Delete my data" }).click();
      await tab.getByText("This cannot be undone.").waitFor();
      await capture(page, "tab-settings-delete");
      await page.keyboard.press("Escape");
      await tab.getByText("This cannot be undone.").waitFor({ state: "detached" });
      await tab.getByRole("button", { name: "Delete my data" }).click();
      const kept = await count();
      await tab.getByRole("button", { name: "Yes, delete" }).click();
      await tab.getByText("Your data is deleted.").waitFor();

      assert.deepEqual([kept, await count()], [1, 0]);
    });

    it("tells a person without a role who may", async () => {
      const { page, tab } = await browser.sit("product-admin", "settings");
      await tab.getByText("Global Administrator or Teams Administrator").waitFor();
      await capture(page, "tab-settings-closed");

      const refused = await browser.ask("product-admin", "GET", "/api/settings");

      assert.equal(await tab.getByRole("button", { name: "Save" }).count(), 0);
      assert.deepEqual([refused.status, refused.body.code], [403, "forbidden"]);
    });

    it("keeps what was typed while another page is open", async () => {
      const { page, tab } = await browser.sit("teams-admin", "settings");
      await tab.getByLabel(/^Days until/).fill("90");

      const pages = page.getByRole("navigation", { name: "Pages of the app" });
      await pages.getByRole("button", { name: "Catalog" }).click();
      await tab.getByRole("heading", { name: "AutoStore" }).waitFor();
      await pages.getByRole("button", { name: "Settings" }).click();
      await tab.getByText("What you had typed before is here again").waitFor();

      assert.equal(await tab.getByLabel(/^Days until/).inputValue(), "90");
    });
  });
