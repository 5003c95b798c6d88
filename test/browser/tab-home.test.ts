import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { decideOn } from "../support/browser-person.ts";
import { capture, findChromium } from "./chromium.ts";
import { openWindow, pickAccount, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();

/** Opens what stands under a heading, and gives it once it is there. */
async function disclose(tab: FrameLocator, title: string, text: string | RegExp): Promise<string> {
  const button = tab.getByRole("button", { name: title, exact: true });
  await button.click();
  const body = tab.locator(`[id="${await button.getAttribute("aria-controls")}"]`);
  await body.filter({ hasText: text }).waitFor();
  return body.innerText();
}

/** The value of a setting as the page shows it. */
function findFact(text: string, name: string): string | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  return lines[lines.indexOf(name) + 1];
}

if (!executable) it("Home in a browser (needs Chromium: apt-get install chromium)");
else
  describe("Home in a browser", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    it("asks for consent at the first visit, then shows the teams", async () => {
      const { page, tab } = await browser.sit("product-admin", "home");
      await tab.getByRole("heading", { name: "Consentry needs your consent for this" }).waitFor();
      await capture(page, "tab-home-first-visit");

      const login = await openWindow(page, tab.getByRole("button", { name: "Allow" }));
      await pickAccount(login, /Priya Raman/);
      await login.getByRole("heading", { name: "Permissions requested" }).waitFor();
      const asked = await login.locator("main").innerText();
      await login.getByRole("button", { name: "Accept" }).click();
      await tab.getByRole("button", { name: "Contoso IT", exact: true }).waitFor();
      await capture(page, "tab-home-teams");

      for (const value of ["User.ReadBasic.All", "Team.ReadBasic.All", "Channel.ReadBasic.All"])
        assert.ok(asked.includes(value), value);
      await tab.getByText("You are in 1 more team without Consentry.").waitFor();
      assert.deepEqual(await tab.locator(".channels .disclosure").allInnerTexts(), [
        "General",
        "Permissions",
        "Approvals",
      ]);
    });

    it("keeps the window until the reason is read", async () => {
      const { page, tab } = await browser.sit("product-admin", "home");
      const login = await openWindow(page, tab.getByRole("button", { name: "Allow" }));
      await pickAccount(login, /Jonas Weber/);
      await login.getByRole("button", { name: "Accept" }).click();

      const reason = login.getByRole("heading", { name: "That was another account" });
      await reason.waitFor();
      const close = login.getByRole("button", { name: "Close" });
      await close.waitFor();
      await capture(login, "auth-other-account");
      const closing = login.waitForEvent("close");
      await close.click();
      await closing;

      await tab.getByText("The sign-in window closed before").first().waitFor();
    });

    it("says who may allow the details, and shows them then", async () => {
      await browser.allowBasic("product-admin");
      const { page, tab } = await browser.sit("product-admin", "home");
      const panel = tab.getByRole("region", { name: "An administrator has to allow this once" });

      await panel.getByRole("button", { name: "Show permissions and link" }).click();
      await panel.getByText("May grant it: Global Administrator,").waitFor();
      await panel.getByRole("button", { name: "Copy message for your administrator" }).click();
      await tab.getByText("The message is copied.").waitFor();
      await capture(page, "tab-home-needs-admin");
      const told = await panel.innerText();
      const message = await panel.getByLabel("Message for your administrator").inputValue();
      await panel.getByRole("button", { name: "Check again" }).click();
      await tab.getByText("Nobody has granted it yet.").waitFor();
      await decideOn(String(/https?:\S+/.exec(message)), "global-admin", "accept");
      await panel.getByRole("button", { name: "Check again" }).click();
      await tab.getByText("In this team:").waitFor();
      await capture(page, "tab-home-details");

      assert.match(told, /TeamMember\.Read\.All\s+Says how many people of a team would see/);
      assert.equal(await panel.count(), 0);
      await shows(tab);
      await capture(page, "tab-home-channels");
    });

    async function shows(tab: FrameLocator): Promise<void> {
      const team = await tab.locator(".disclosed").first().innerText();
      const general = await disclose(tab, "General", "may not post");
      const permissions = await disclose(tab, "Permissions", "may post");
      assert.match(team, /5 people · 2 owners · 1 guest/);
      assert.match(team, /Guests from outside would see it too: Camille Laurent/);
      assert.match(general, /Would see a shared result: 5 people/);
      const pinned = "Consentry is a tab of the channel";
      assert.deepEqual([findFact(general, pinned), findFact(permissions, pinned)], ["No", "Yes"]);
      assert.equal(findFact(general, "Who may start posts"), "Everybody but guests");
    }

    it("lets an administrator allow the details right there", async () => {
      await browser.allowBasic("global-admin");
      const { page, tab } = await browser.sit("global-admin", "home");
      await tab.getByRole("button", { name: "Berechtigungen und Link anzeigen" }).click();

      const login = await openWindow(page, tab.getByRole("button", { name: /^Zustimmungsseite/ }));
      await pickAccount(login, /Jonas Weber/);
      await login.getByRole("button", { name: "Accept" }).click();
      await login.getByRole("heading", { name: "Sie können diese Seite schließen" }).waitFor();
      await tab.getByRole("button", { name: "Erneut prüfen" }).click();
      await tab.getByText("In diesem Team:").waitFor();
      await capture(page, "tab-home-german");

      assert.match(await tab.locator(".disclosed").first().innerText(), /Camille Laurent/);
    });
  });
