import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { decideOn, signInOn } from "../support/browser-person.ts";
import { app, jonas, mei, SET_UP, talkOfRequests } from "../support/request-talk.ts";
import { linksOf, personal, type Seat, type Stage, startStage } from "../support/talk.ts";
import { capture, findChromium, launch, PATIENCE_MS } from "./chromium.ts";
import { awaitCard, newestCard, press } from "./newest-card.ts";

const executable = findChromium();
const mailbox = "permissions@contoso.example";

/** Lets that time pass in the clock panel, and leaves it. */
async function pass(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: "Clock" }).click();
  await page.getByRole("button", { name: label, exact: true }).click();
  await page.getByText(`${label} passed.`).waitFor();
}

/** Takes a permission away as an administrator does in the tenant panel. */
async function removeGrant(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole("button", { name: "Tenant", exact: true }).click();
  const card = page.locator("#panel-tenant .apps details").filter({ hasText: name });
  await card.locator("summary").click();
  await card
    .getByRole("button", { name: new RegExp(`^Remove ${value}, `) })
    .first()
    .click();
  await page.getByText(`${value} is removed from ${name}.`).waitFor();
}

if (!executable) it("approval in a browser (needs Chromium: apt-get install chromium)");
else
  describe("approval in a browser", () => {
    let stage: Stage;
    let browser: Browser;
    const contexts: BrowserContext[] = [];

    before(async () => {
      stage = await startStage();
      browser = await launch(executable);
    });
    after(async () => {
      await browser?.close();
      await stage?.stop();
    });
    beforeEach(async () => {
      await stage.reset();
      for (const seat of [personal, jonas, mei]) await stage.say(seat, "help");
    });
    afterEach(async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    });

    /** Somebody's own browser at their chat. */
    async function sit({ as, conversation }: Seat, more: Readonly<Record<string, string>> = {}) {
      const viewport = more.width === "phone" ? PHONE : DESKTOP;
      const context = await browser.newContext({ viewport, locale: "en-US" });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      await page.goto(`${stage.address}#${new URLSearchParams({ as, conversation, ...more })}`);
      await page.getByLabel("Type a message").waitFor();
      return page;
    }

    /** Asks as a product admin does, from a question to the card that waits. */
    async function ask(page: Page, why: string): Promise<void> {
      await page.getByLabel("Type a message").fill(SET_UP);
      await page.keyboard.press("Enter");
      await awaitCard(page, "Permissions to configure");
      await press(page, "Ask for approval");
      const form = await awaitCard(page, "See who gets it");
      await form.getByPlaceholder("Name or client id (GUID)").fill(app);
      await form.locator("textarea").first().fill(why);
      await press(page, "See who gets it");
      await awaitCard(page, "Send the request");
      await press(page, "Send the request");
      await awaitCard(page, "Waiting for a decision");
    }

    /** Takes both steps of a decision on the newest card. */
    async function decide(page: Page, title: string, words: string): Promise<void> {
      await press(page, title);
      const step = newestCard(page);
      await step.locator("textarea").first().fill(words);
      await press(page, title);
    }

    async function toHeaders(seat: Seat): Promise<Record<string, string>> {
      return {
        authorization: `Bearer ${await stage.giveToken(seat)}`,
        "content-type": "application/json",
        "x-consentry": "1",
      };
    }

    /** Consents for oneself to what names teams and channels. */
    async function allowBasic(seat: Seat): Promise<void> {
      const headers = await toHeaders(seat);
      const body = JSON.stringify({ scope: "basic" });
      const asked = await fetch(`${stage.address}api/sign-in-links`, {
        method: "POST",
        headers,
        body,
      });
      await signInOn(((await asked.json()) as { url: string }).url, seat.as);
    }

    /** The administrator grants what mail takes, as Settings leads to it. */
    async function switchMailOn(): Promise<void> {
      const headers = await toHeaders(jonas);
      const body = JSON.stringify({ scope: "application" });
      const asked = await fetch(`${stage.address}api/consent-links`, {
        method: "POST",
        headers,
        body,
      });
      const { links } = (await asked.json()) as { links: { url: string }[] };
      for (const { url } of links) await decideOn(url, jonas.as, "accept");
      // What it may do stands in its next token, which it gets at once where this one is taken back.
      const { apps } = (await stage.api("GET", "tenant")) as {
        apps: { clientId: string; isBot: boolean }[];
      };
      const subject = apps.find(({ isBot }) => isBot)?.clientId;
      await stage.api("POST", "tenant/revocations", { subject });
    }

    it("goes the whole way: declined, asked again, two approve, verified", async () => {
      await switchMailOn();
      const talk = talkOfRequests(stage);
      const mail = { isOn: true, sender: mailbox };
      await talk.set({ isTwoPerson: true, channel: null }, { approvers: [], mail });
      const priya = await sit(personal);
      const mine = await sit(mei);
      const his = await sit(jonas, { theme: "dark" });

      await ask(priya, "Scans to mail");
      await awaitCard(mine, "Waiting for a decision");
      await capture(mine, "approval-asked");
      await decide(mine, "Decline", "Leave out what is not needed");
      await awaitCard(priya, "Declined");
      await capture(priya, "approval-declined");

      await ask(priya, "With less");
      await awaitCard(mine, "With less");
      await decide(mine, "Approve", "");
      await awaitCard(his, "With less");
      await capture(his, "approval-second-dark");
      await decide(his, "Approve", "Go");
      const consent = await stage.await(jonas, /client_id|adminconsent|Seite 1|page 1/);
      const links = linksOf(consent).filter((one) => one.includes("client_id="));
      assert.ok(links.length > 0);
      for (const link of links) await decideOn(link, jonas.as, "accept");
      await stage.await(personal, /✓ Verified/);
      await priya.locator("#log").getByText("✓ Verified").last().waitFor();
      await capture(priya, "approval-verified");

      await priya.getByRole("button", { name: "Mail", exact: true }).click();
      const newest = priya.locator("#panel-mail details").first();
      await newest.locator("summary").click();
      await newest.locator("iframe").waitFor();
      await newest.getByRole("button", { name: "Show as plain text" }).click();
      assert.match((await newest.locator("pre").innerText()) ?? "", /Consentry sends this because/);
      await capture(priya, "approval-mail-panel");
      const mails = (await stage.api("GET", "mails")) as { subject: string; to: string[] }[];
      const told = mails.map(({ subject }) => subject).join("; ");
      assert.match(told, /Declined/);
      assert.match(told, /Verified/);
      assert.ok(mails.some(({ to }) => to.includes("mei.tanaka@contoso.example")));

      await priya.getByRole("button", { name: "Close panel" }).click();
      await allowBasic(personal);
      await press(priya, "Watch for changes");
      await awaitCard(priya, "Watch: where does the notice go?");
      await press(priya, "Post in this chat");
      await priya.locator("#log").getByText("Watched: nothing has changed").last().waitFor();
      await removeGrant(priya, "AutoStore (nothing granted)", "Mail.Send");
      await pass(priya, "3 days");
      await priya
        .locator("#log")
        .getByText(/Changes found: removed: 1/)
        .last()
        .waitFor();
      await capture(priya, "approval-drift");
    });

    it("ends by the clock when nobody decides, on a phone too", async () => {
      const talk = talkOfRequests(stage);
      await talk.set({ isTwoPerson: false, channel: null }, { approvers: [] });
      const priya = await sit(personal, { width: "phone" });
      await ask(priya, "Scans to mail");

      await pass(priya, "14 days");
      await capture(priya, "approval-clock-phone");
      await priya.getByRole("button", { name: "Close panel" }).click();

      await priya.locator("#log").getByText("– Expired").last().waitFor();
      await capture(priya, "approval-expired-phone");
    });
  });

const DESKTOP = { width: 1280, height: 960 };
const PHONE = { width: 420, height: 860 };
