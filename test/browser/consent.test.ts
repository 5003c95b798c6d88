import assert from "node:assert/strict";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { channel, german, personal, type Stage, startStage } from "../support/talk.ts";
import { capture, findChromium, launch, PATIENCE_MS } from "./chromium.ts";
import { appField, awaitCard, nameApp, newestCard, press } from "./newest-card.ts";

const executable = findChromium();
const app = "AutoStore (nothing granted)";
const question = "@Consentry IMAP capture and Mail Send, other sender";

/** Presses the link of the preview, and gives the page that it opens. */
async function openConsentPage(page: Page): Promise<Page> {
  const opening = page.context().waitForEvent("page");
  await newestCard(page).getByRole("link", { name: "Open consent page 1" }).click();
  const opened = await opening;
  await opened.getByRole("heading", { name: "Pick an account" }).waitFor();
  return opened;
}

/** What the table of the report says of a permission. */
async function stateOf(card: Locator, permission: string): Promise<string> {
  const cells = card.locator(".ac-columnSet").filter({ hasText: permission }).first();
  return (await cells.innerText()).split("\n").at(-1)?.trim() ?? "";
}

if (!executable) it("consent in a browser (needs Chromium: apt-get install chromium)");
else
  describe("consent in a browser", () => {
    let stage: Stage | undefined;
    let browser: Browser | undefined;
    const contexts: BrowserContext[] = [];
    const problems: string[] = [];

    before(async () => {
      stage = await startStage();
      browser = await launch(executable);
    });

    afterEach(async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      assert.deepEqual(problems.splice(0), []);
    });

    after(async () => {
      await browser?.close();
      await stage?.stop();
    });

    /** Somebody's own browser at the channel. */
    async function sit(as: string, locale: string): Promise<Page> {
      const viewport = { width: 1200, height: 1000 };
      const context = await (browser as Browser).newContext({ locale, viewport });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      context.on("weberror", (thrown) => problems.push(thrown.error().message));
      context.on("console", (line) => line.type() === "error" && problems.push(line.text()));
      const page = await context.newPage();
      const seat = new URLSearchParams({ as, conversation: channel.conversation });
      await page.goto(`${stage?.address}#${seat}`);
      await page.getByLabel("Start a post").waitFor();
      return page;
    }

    it("goes from a question to a grant, and sees it go", async () => {
      // A channel signs nobody in without a page.
      for (const seat of [personal, german]) await stage?.signIn(seat);
      const priya = await sit("product-admin", "en-US");
      const harriet = await sit("teams-admin", "en-GB");

      await askInChannel(priya);
      await checkTenant(priya, /Permissions are missing/, "consent-report-missing");
      await isRefused(priya);
      await awaitCard(harriet, "Permissions to configure");

      const jonas = await sit("global-admin", "de-DE");
      await grants(jonas);
      await capture(jonas, "consent-granted");
      for (const page of [priya, harriet]) await awaitCard(page, "Consent granted");
      await capture(harriet, "consent-granted-to-others");

      await checkTenant(jonas, /Everything that is needed is granted/, "consent-report-complete");
      await removeMailSend(jonas);
      await press(jonas, "Check again");
      const report = await awaitCard(jonas, /Permissions are missing/);
      await capture(jonas, "consent-report-removed");

      assert.equal(await stateOf(report, "Mail.Send"), "Missing");
      assert.equal(await stateOf(report, "Mail.ReadWrite"), "Granted");
    }).timeout(90_000);
  });

async function askInChannel(page: Page): Promise<void> {
  await page.getByLabel("Start a post").fill(question);
  await page.keyboard.press("Enter");
  await awaitCard(page, "Permissions to configure");
  await capture(page, "consent-answer");
}

/** From an answer or an outcome to the report, through the form where one stands in between. */
async function checkTenant(page: Page, verdict: RegExp, name: string): Promise<void> {
  await press(page, "Check tenant");
  await awaitCard(page, /which app\?|What the set-up needs/);
  if (await appField(page).isVisible()) {
    await capture(page, "consent-verify-form");
    await nameApp(page, app, "Check this app");
  }
  await awaitCard(page, verdict);
  await capture(page, name);
}

/** Opens another conversation. */
async function goTo(page: Page, conversation: string): Promise<void> {
  const rail = page.getByRole("navigation", { name: "People and conversations" });
  await rail.getByRole("button", { name: conversation }).click();
}

/** A product admin gets as far as Microsoft's page, and comes back without a grant: that is told to her alone. */
async function isRefused(page: Page): Promise<void> {
  await press(page, "Grant consent");
  await awaitCard(page, "What the consent page will ask");
  await capture(page, "consent-preview");
  const login = await openConsentPage(page);
  await capture(login, "consent-page-accounts");
  await login.getByRole("button", { name: /Priya Raman/ }).click();
  await login.getByRole("heading", { name: "Need admin approval" }).waitFor();
  await capture(login, "consent-page-need-admin");
  await login.getByRole("link", { name: "Return to the application" }).click();
  await login.getByRole("heading", { name: "You can close this page" }).waitFor();
  await capture(login, "consent-page-callback");
  await login.close();
  await goTo(page, "Consentry");
  await awaitCard(page, "An admin has to grant this");
  await capture(page, "consent-needs-admin");
  await goTo(page, "Permissions");
}

/** A Global Administrator goes from the same message to the grant. */
async function grants(page: Page): Promise<void> {
  await awaitCard(page, "Permissions to configure");
  await press(page, "Grant consent");
  await awaitCard(page, "which tenant, which app?");
  await capture(page, "consent-form");
  await nameApp(page, app, "Show the preview");
  await awaitCard(page, "What the consent page will ask");
  const login = await openConsentPage(page);
  await login.getByRole("button", { name: /Jonas Weber/ }).click();
  await login.getByRole("heading", { name: "Permissions requested" }).waitFor();
  await capture(login, "consent-page-request");
  await login.getByRole("button", { name: "Accept" }).click();
  await login.getByRole("heading", { name: "Sie können diese Seite schließen" }).waitFor();
  await capture(login, "consent-page-callback-german");
  await login.close();
  await awaitCard(page, "Consent granted");
}

/** What an admin of the tenant does behind everybody's back. */
async function removeMailSend(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Tenant", exact: true }).click();
  const panel = page.locator("#panel-tenant");
  await panel.locator("summary").filter({ hasText: app }).click();
  await capture(page, "consent-tenant-panel");
  await panel.getByRole("button", { name: `Remove Mail.Send, Application, from ${app}` }).click();
  await page.getByText(`Mail.Send is removed from ${app}.`).waitFor();
  await page.getByRole("button", { name: "Close panel" }).click();
}
