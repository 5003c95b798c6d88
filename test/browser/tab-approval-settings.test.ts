import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { DEFAULT_SETTINGS, type TenantSettings } from "../../src/core/settings/index.ts";
import { capture, findChromium } from "./chromium.ts";
import { startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const ROLES = [
  "Global Administrator",
  "Privileged Role Administrator",
  "Cloud Application Administrator",
  "Application Administrator",
];

const save = (tab: FrameLocator) => tab.getByRole("button", { name: "Save", exact: true }).click();

if (!executable) it("Settings of approvals (needs Chromium: apt-get install chromium)");
else
  describe("Settings of approvals in a browser", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    beforeEach(() => browser.allowBasic("teams-admin"));

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    async function readSettings(): Promise<TenantSettings> {
      const { body } = await browser.ask("teams-admin", "GET", "/api/settings");
      return body.settings as TenantSettings;
    }

    async function sit(options: { readonly width?: number } = {}) {
      const viewport = { width: options.width ?? 1200, height: 900 };
      const sitting = await browser.sit("teams-admin", "settings", { viewport });
      await sitting.tab.getByText("Everything is saved.").waitFor();
      return sitting;
    }

    it("saves who decides, where, by how many and until when", async () => {
      const { page, tab } = await sit();

      await tab.getByLabel("Cloud Application Administrator", { exact: true }).uncheck();
      await tab.getByLabel("In a channel").check();
      await tab.getByLabel("Team", { exact: true }).selectOption("Contoso IT");
      await tab.getByLabel("Channel", { exact: true }).selectOption("Permissions");
      await tab.getByText("Chosen: Permissions in Contoso IT").waitFor();
      await tab.getByLabel("Two people have to approve").check();
      await tab.getByLabel("Days to decide").fill("7");
      await tab.getByLabel("Days between reminders").fill("0");
      await tab.getByLabel("Send requests by mail too").check();
      await tab.getByLabel("Mailbox that sends").fill("approvals@contoso.com");
      await tab.getByLabel("Hours between checks").fill("12");
      await capture(page, "tab-settings-approval");
      await save(tab);
      await tab.getByText("The settings are saved.").waitFor();

      const { approval, mail, watchHours } = await readSettings();
      const { roles, channel, ...rule } = approval;
      assert.deepEqual(
        roles,
        DEFAULT_SETTINGS.approval.roles.filter((role) => !role.startsWith("cloud")),
      );
      assert.deepEqual(
        [channel?.teamName, channel?.channelName, channel?.channelId.startsWith("19:")],
        ["Contoso IT", "Permissions", true],
      );
      assert.deepEqual(rule, { isTwoPerson: true, days: 7, reminderDays: 0 });
      assert.deepEqual([mail, watchHours], [{ isOn: true, sender: "approvals@contoso.com" }, 12]);
    });

    it("refuses settings that leave nobody to decide", async () => {
      const { page, tab } = await sit({ width: 320 });

      for (const role of ROLES) await tab.getByLabel(role, { exact: true }).uncheck();
      await tab.getByLabel("Send requests by mail too").check();
      await save(tab);
      await tab.getByText("Nobody could decide on requests. Choose a role").waitFor();
      await tab.getByText("Enter the mailbox that sends, or switch mail off.").waitFor();
      await capture(page, "tab-settings-nobody-320");
      const named = await tab.locator(".save-bar .field-error").innerText();

      assert.equal(named, "Please check: Roles that decide too and Mailbox that sends.");
      assert.deepEqual((await readSettings()).approval.roles, DEFAULT_SETTINGS.approval.roles);
    });

    it("warns where one person would have to be two", async () => {
      await browser.appoint({ approvers: ["global-admin"] });
      const { tab } = await sit();

      for (const role of ROLES) await tab.getByLabel(role, { exact: true }).uncheck();
      await tab.getByLabel("Two people have to approve").check();
      await tab.getByText("Only one person is named and no role decides").waitFor();
      await save(tab);
      await tab.getByText("The settings are saved.").waitFor();

      assert.equal((await readSettings()).approval.isTwoPerson, true);
    });

    it("keeps what two administrators change of approvals at once", async () => {
      const { tab } = await sit();
      await tab.getByLabel("Days to decide").fill("7");
      const approval = { ...DEFAULT_SETTINGS.approval, isTwoPerson: true };
      await browser.changeSettings({ approval, mail: { isOn: false, sender: "it@contoso.com" } });

      await save(tab);
      await tab.getByRole("button", { name: "Save my changes" }).click();
      await tab.getByText("Everything is saved.").waitFor();

      const settings = await readSettings();
      assert.deepEqual(settings.approval, { ...approval, days: 7 });
      assert.equal(settings.mail.sender, "it@contoso.com");
    });
  });
