import assert from "node:assert/strict";
import type { Browser, Locator, Page } from "playwright-core";
import { personal, type Stage, startStage } from "../support/talk.ts";
import { capture, findChromium, launch } from "./chromium.ts";

const executable = findChromium();

/** Read in the page: the name of what has the focus, and how far the page is wider than its window. */
const FOCUSED =
  "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? ''";
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

/** Types a question, waits for the bot's card and gives it. */
async function ask(page: Page, text: string): Promise<Locator> {
  const cards = page.locator("#log .ac-adaptiveCard");
  const before = await cards.count();
  await page.getByLabel("Type a message").fill(text);
  await page.keyboard.press("Enter");
  const answer = cards.nth(before);
  await answer.waitFor();
  return answer;
}

/** Presses Tab until the element that has the focus bears that name. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    const focused = await page.evaluate<string>(FOCUSED);
    if (focused === name) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never reaches "${name}"`);
}

if (!executable) it("the local client in a browser (needs Chromium: apt-get install chromium)");
else
  describe("the local client in a browser", () => {
    let stage: Stage | undefined;
    let browser: Browser | undefined;
    let page: Page;
    const problems: string[] = [];

    before(async () => {
      stage = await startStage();
      browser = await launch(executable);
    });

    beforeEach(async () => {
      page = await (browser as Browser).newPage({ viewport: { width: 1200, height: 1000 } });
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
    });

    afterEach(async () => {
      await page.close();
      assert.deepEqual(problems.splice(0), []);
    });

    after(async () => {
      await browser?.close();
      await stage?.stop();
    });

    async function open(hash: string): Promise<void> {
      await page.goto(`${stage?.address}#${hash}`);
      await page.locator("#log .ac-adaptiveCard").first().waitFor({ state: "attached" });
    }

    it("answers three questions", async () => {
      await open("as=product-admin");

      const plan = await ask(page, "IMAP capture and Mail Send, other sender");
      await capture(page, "answer-light");
      const german = await ask(page, "Drucker nach OneDrive ohne Token Vault");
      await capture(page, "answer-german");
      const lookup = await ask(page, "who needs Group.Read.All?");
      await capture(page, "reverse");

      assert.match(
        await plan.innerText(),
        /IMAP\.AccessAsUser\.All\s+Delegated[\s\S]*Mail\.Send\s+Application\s+Yes/,
      );
      assert.match(await german.innerText(), /Files\.ReadWrite\.All\s+Anwendung\s+Ja/);
      assert.match(await lookup.innerText(), /Group\.Read\.All/);
    });

    it("walks the wizard by keyboard, back included", async () => {
      await open("as=teams-admin");
      await page.getByLabel("Type a message").focus();
      await page.keyboard.type("guided wizard");
      await page.keyboard.press("Enter");
      const wizard = page.locator("#log .ac-adaptiveCard").last();
      await wizard.getByRole("button", { name: "AutoStore", exact: true }).waitFor();

      for (const choice of [
        "AutoStore",
        "Mail collected over POP3",
        "Another user",
        "Application mode",
      ]) {
        await page.getByRole("button", { name: choice, exact: true }).last().waitFor();
        await tabTo(page, choice);
        await capture(page, `wizard-${choice.toLowerCase().replaceAll(" ", "-")}`);
        await page.keyboard.press("Enter");
        if (choice === "Mail collected over POP3") await goBackAndForth(page, choice);
      }

      const plan = page.locator("#log .ac-adaptiveCard").last();
      await plan.getByText("POP.AccessAsUser.All").first().waitFor();
      await capture(page, "wizard-end");
    });

    for (const theme of ["dark", "contrast"])
      it(`shows the answer in ${theme}`, async () => {
        await open(`as=global-admin&theme=${theme}`);

        const card = await ask(page, "nBold Home scope");

        assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
        await card.locator("img").first().waitFor();
        await capture(page, `scope-${theme}`);
      });

    it("stays readable on a phone", async () => {
      await page.setViewportSize({ width: 375, height: 800 });
      await open(`as=product-admin&conversation=${personal.conversation}&width=phone`);

      await ask(page, "scenario 7");
      await capture(page, "phone");

      const overflow = await page.evaluate<number>(OVERFLOW);
      assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
    });
  });

/** One step back by keyboard, and the same choice again. */
async function goBackAndForth(page: Page, choice: string): Promise<void> {
  await page.getByRole("button", { name: "Another user", exact: true }).last().waitFor();
  await tabTo(page, "Back");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: choice, exact: true }).last().waitFor();
  await tabTo(page, choice);
  await page.keyboard.press("Enter");
}
