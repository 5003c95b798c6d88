import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { EXPORT_FORMATS } from "../../src/core/export/index.ts";
import { findBarriers } from "./axe.ts";
import { capture, findChromium } from "./chromium.ts";
import { awaitCard, newestCard, press } from "./newest-card.ts";
import { startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const chat = "a:1sandbox-product-admin";
const channel = "19:contoso-it-permissions@thread.tacv2";
const review = "19:vendor-review@thread.v2";
const question = "IMAP capture and Mail Send, other sender";
const title = "IMAP Capture and Mail Send, another sender (Application mode)";

if (!executable) it("sharing, from question to reader (needs Chromium: apt-get install chromium)");
else
  describe("sharing, from question to reader", () => {
    let browser: TabStage;
    let page: Page;

    before(async () => {
      browser = await startTabStage(executable);
    });

    beforeEach(async () => {
      await browser.allowBasic("product-admin");
      const sitting = await browser.sit("product-admin", "", {
        fields: { conversation: chat },
        bypassCSP: true,
      });
      page = sitting.page;
      await newestCard(page).waitFor();
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    /** Somebody goes to a conversation. */
    async function goTo(as: string, conversation: string): Promise<void> {
      const hash = new URLSearchParams({ as, conversation });
      await page.goto(`${browser.stage.address}#${hash}`);
      await page.locator("#compose-text").waitFor();
    }

    async function say(text: string): Promise<void> {
      await page.locator("#compose-text").fill(text);
      await page.keyboard.press("Enter");
    }

    /** Presses a link of the newest card that opens a window. */
    async function openLink(name: string): Promise<Page> {
      const opening = page.context().waitForEvent("page");
      await newestCard(page).getByRole("link", { name, exact: true }).click();
      const opened = await opening;
      await opened.waitForLoadState();
      return opened;
    }

    async function shareInChannel(): Promise<void> {
      await say(question);
      await awaitCard(page, "Permissions to configure");
      await press(page, "Share");
      await awaitCard(page, "Share: where to?");
      await capture(page, "share-form");
      await press(page, "Post in Permissions");
      await awaitCard(page, "It stands there now");
      await capture(page, "share-outcome");
    }

    it("takes two clicks to a channel, where a guest reads it", async () => {
      await say(question);
      await awaitCard(page, "Permissions to configure");
      await press(page, "Share");
      const form = await awaitCard(page, "Share: where to?");
      assert.match(await form.innerText(), /Guests among them \(1\): Camille Laurent/);
      await press(page, "Post in Permissions");
      await awaitCard(page, "It stands there now");

      await goTo("guest", channel);
      const shared = await awaitCard(page, title);
      await capture(page, "share-as-guest");

      assert.match(await shared.innerText(), /Shared by Priya Raman/);
      assert.deepEqual(await listButtons(shared), ["Open", "Ask about this", "Export"]);
      assert.equal(await page.locator("#log article").count(), 1);
    }).timeout(60_000);

    it("leads from the outcome to the message", async () => {
      await shareInChannel();

      await newestCard(page).getByRole("link", { name: "Open the message" }).click();
      await page.locator("article.found").waitFor();

      assert.match(await page.locator("article.found").innerText(), /Shared by Priya Raman/);
      assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "Permissions");
    }).timeout(60_000);

    it("opens the permalink of a shared card, with every export", async () => {
      await shareInChannel();
      await goTo("guest", channel);
      await awaitCard(page, title);

      const permalink = await openLink("Open");
      await capture(permalink, "permalink");
      const barriers = await findBarriers(permalink);
      const files = new Map<string, string>();
      for (const { id } of EXPORT_FORMATS) {
        const link = permalink.locator(`a[href*="/export/${id}"]`).first();
        const [file] = await Promise.all([permalink.waitForEvent("download"), link.click()]);
        files.set(id, await readFile(await file.path(), "utf8"));
      }

      assert.deepEqual(barriers, []);
      assert.match(await permalink.innerText("h1"), /IMAP Capture and Mail Send/);
      assert.deepEqual([...files.keys()], [...EXPORT_FORMATS.map(({ id }) => id)]);
      for (const [id, text] of files) assert.match(text, /Mail\.Send|b633e1c5/, id);
    }).timeout(90_000);

    it("asks on from a shared card, in one's own chat", async () => {
      await shareInChannel();
      await goTo("guest", channel);
      await awaitCard(page, title);

      await newestCard(page).getByRole("link", { name: "Ask about this" }).click();
      await page.getByRole("heading", { level: 1, name: "Consentry" }).waitFor();
      const typed = await page.locator("#compose-text").inputValue();
      await page.keyboard.press("Enter");
      await awaitCard(page, "Mail.Send");

      assert.match(typed, /\/p\/1~autostore/);
    }).timeout(60_000);

    it("searches and inserts where the bot is no member", async () => {
      await goTo("product-admin", review);
      await page.getByRole("button", { name: "Consentry, message extension" }).click();
      await page.locator(".extension-input").fill("imap other sendr");
      await page.locator(".extension-result", { hasText: title }).click();
      await page.locator(".draft").waitFor();
      await page.locator("#compose-text").press("Enter");
      await newestCard(page).waitFor();

      await goTo("guest", review);
      const read = await awaitCard(page, title);
      await capture(page, "share-inserted");

      assert.deepEqual(await listButtons(read), ["Open", "Ask about this", "Export"]);
      const [message] = await page.locator("#log .byline-name").allInnerTexts();
      assert.equal(message, "Priya Raman");
    }).timeout(60_000);

    it("makes a card of a permalink that somebody pastes", async () => {
      await shareInChannel();
      await goTo("guest", channel);
      await awaitCard(page, title);
      const permalink = await openLink("Open");
      const address = permalink.url();
      await permalink.close();

      await goTo("guest", review);
      await page.locator("#compose-text").pressSequentially(`${address} `);
      await page.locator(".draft", { hasText: "Mail.Send" }).waitFor();
      await page.keyboard.press("Enter");
      const card = await awaitCard(page, "Mail.Send");

      assert.doesNotMatch(await card.innerText(), /Priya|Contoso/);
    }).timeout(60_000);

    it("answers a slash in a channel to who asked alone", async () => {
      await goTo("product-admin", channel);
      await page.locator("#compose-text").pressSequentially("/consentry scenario 2");
      await page.keyboard.press("Enter");
      await awaitCard(page, "Permissions to configure");
      await capture(page, "share-private-answer");
      const marks = await page.locator(".private-mark").allInnerTexts();

      await goTo("guest", channel);
      await page.getByText("Nobody has written yet.").waitFor();

      assert.deepEqual(marks, ["Only you and Consentry can see this", "Only you can see this"]);
    }).timeout(60_000);

    it("gives an export as a file where the client takes files", async () => {
      await say(question);
      await awaitCard(page, "Permissions to configure");
      await press(page, "Export");
      await awaitCard(page, "Choose a format");
      await press(page, "Show Azure CLI");
      await page.getByRole("button", { name: "Allow" }).click();
      const link = page.getByRole("link", { name: /^Download autostore/ });
      await link.waitFor();
      await capture(page, "export-file");
      const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);

      assert.match(await readFile(await file.path(), "utf8"), /^#!.*\n[\s\S]*\baz /);
    }).timeout(60_000);
  });

/** What a card offers, by role of button or link. */
async function listButtons(card: Locator): Promise<readonly string[]> {
  return card.locator(".ac-pushButton").allInnerTexts();
}
