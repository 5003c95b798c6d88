import assert from "node:assert/strict";
import type { FrameLocator, Page } from "playwright-core";
import { personal, textOf } from "../support/talk.ts";
import { capture, findChromium } from "./chromium.ts";
import { openWindow, pickAccount, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const question = "IMAP capture and Mail Send, other sender";
const search = "Search, or ask in your own words";
const card = ".ac-adaptiveCard";

/** Types a question, sends it with Enter, and waits for a card that says that. */
async function ask({ page, tab }: { page: Page; tab: FrameLocator }, text: string, says: string) {
  await tab.getByLabel(search).fill(text);
  await page.keyboard.press("Enter");
  await tab.locator(card).filter({ hasText: says }).waitFor();
}

if (!executable) it("the Catalog in a browser (needs Chromium: apt-get install chromium)");
else
  describe("the Catalog in a browser", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    it("narrows its products down to what is typed", async () => {
      const { page, tab } = await browser.sit("product-admin", "catalog");
      await tab.getByRole("heading", { name: "AutoStore" }).waitFor();
      await capture(page, "tab-catalog");

      await tab.getByLabel(search).fill("shared mailbox");
      await tab.getByRole("heading", { name: "AutoStore" }).waitFor();
      await capture(page, "tab-catalog-search");

      assert.deepEqual(await tab.locator(".scenarios button").allInnerTexts(), [
        "Shared mailboxes",
      ]);
    });

    it("answers in the words of the chat", async () => {
      const [said] = await browser.stage.say(personal, question);
      const sitting = await browser.sit("product-admin", "catalog");
      const { page, tab } = sitting;

      await ask(sitting, question, "Permissions to configure");
      await capture(page, "tab-catalog-answer");
      await tab.getByRole("button", { name: "More actions" }).click();
      await tab.getByRole("menuitem", { name: "Watch for changes" }).click({ trial: true });
      await capture(page, "tab-catalog-more");
      const shown = (await tab.locator("body").textContent()) ?? "";
      const lines = textOf(said).split("\n");

      assert.ok(lines.length > 50);
      assert.deepEqual(
        lines.filter((line) => !shown.includes(line)),
        [],
      );
    });

    it("carries out the buttons of a card", async () => {
      const sitting = await browser.sit("product-admin", "catalog");
      const { page, tab } = sitting;
      const id = "Id: b633e1c5-b582-4048-a93e-9f11b44c7e96";
      const button = (name: string) => tab.locator(card).getByRole("button", { name });
      await ask(sitting, question, "Permissions to configure");

      await button("Details: why, risk, ids").click();
      await tab.getByText(id).waitFor();
      await button("Change a choice").click();
      await tab.getByText("Guided questions").waitFor();
      await capture(page, "tab-catalog-wizard");
      await button("Same user").click();
      await tab.getByRole("heading", { name: /same user/ }).waitFor();
      await page.evaluate("history.back()");
      await tab.getByText("Guided questions").waitFor();

      assert.equal(await tab.locator(card).count(), 1);
    });

    it("takes a button of the chat to the chat", async () => {
      const sitting = await browser.sit("product-admin", "catalog");
      await ask(sitting, question, "Permissions to configure");

      await sitting.tab.getByRole("button", { name: "Check tenant" }).click();
      const box = sitting.page.getByLabel("Type a message");
      await box.waitFor();

      const { origin } = new URL(browser.stage.address);
      const draft = await box.inputValue();
      assert.ok(draft.startsWith(`verify ${origin}/p/1~autostore.`), draft);
    });

    it("shares the page of an answer, which everybody may open", async () => {
      const sitting = await browser.sit("product-admin", "catalog");
      await ask(sitting, question, "Permissions to configure");
      await sitting.tab.locator(".answer-head").getByText("Share to Teams").click();
      const dialog = sitting.page.getByRole("dialog", { name: "Share to…" });
      const link = await dialog.locator("code").innerText();

      const page = await browser.visit(link);
      const heading = page.getByRole("heading", { level: 1 });

      assert.match(await heading.innerText(), /^IMAP Capture and Mail Send, another sender/);
    });

    it("opens the answer that a link into the tab names", async () => {
      const sub = "1~autostore.destination_mail-send.mode_application.sender_other.source_imap";

      const { tab } = await browser.sit("teams-admin", "catalog", { fields: { sub } });
      const heading = tab.locator(card).getByRole("heading").first();

      assert.match(await heading.innerText(), /^IMAP Capture and Mail Send, another sender/);
    });

    it("opens the downloads of an answer", async () => {
      const sitting = await browser.sit("product-admin", "catalog");
      await ask(sitting, question, "Permissions to configure");

      const opened = sitting.page.context().waitForEvent("page");
      await sitting.tab.locator(".answer-head").getByText("Export").click();
      const page = await opened;
      await page.getByRole("heading", { name: "Export" }).waitFor();

      assert.match(page.url(), /\/p\/1~autostore\.[^/]*#export$/);
    });

    it("lets a Catalog Manager label a product for everybody", async () => {
      await browser.appoint({ catalogManagers: ["product-admin"] });
      const { page, tab } = await browser.sit("product-admin", "catalog");
      await tab.getByRole("button", { name: "Set label: AutoStore" }).click();

      const login = await openWindow(page, tab.getByRole("button", { name: "Allow" }));
      await pickAccount(login, /Priya Raman/);
      await login.getByText("InformationProtectionPolicy.Read").first().waitFor();
      await login.getByRole("button", { name: "Accept" }).click();
      await tab.getByLabel("Sensitivity label of AutoStore").selectOption("Confidential");
      await capture(page, "tab-catalog-labels");
      await tab.getByRole("button", { name: "Save" }).click();
      await tab.getByText("The label is saved.").waitFor();

      const other = await browser.sit("teams-admin", "catalog");
      await other.tab.getByText("Label: Confidential").waitFor();
      await capture(other.page, "tab-catalog-labelled");
      assert.equal(await other.tab.getByRole("button", { name: /label/i }).count(), 0);

      await tab.getByRole("button", { name: "Change label: AutoStore" }).click();
      await tab.getByLabel("Sensitivity label of AutoStore").selectOption("No label");
      await tab.getByRole("button", { name: "Save" }).click();
      await tab.getByRole("button", { name: "Set label: AutoStore" }).waitFor();
    });
  });
