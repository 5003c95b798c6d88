import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { personal, type Stage, startStage } from "../support/talk.ts";
import { capture, findChromium, launch, PATIENCE_MS } from "./chromium.ts";
import { awaitCard, nameApp, press } from "./newest-card.ts";

const executable = findChromium();
/** AutoStore (all granted), by its client id: a new try knows it. */
const app = "a0570006-5a4d-4b0c-8e06-c0ffee000006";

/** Read in the page: how far it is wider than its window. */
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

/** Turns a fault on or off, and leaves the panel. */
async function turn(page: Page, fault: string, isOn: boolean): Promise<void> {
  await page.getByRole("button", { name: "Faults" }).click();
  await page.getByRole("checkbox", { name: fault, exact: true }).setChecked(isOn);
  await page.getByRole("button", { name: "Close panel" }).click();
}

/** Asks for the set-up and checks the app against it. */
async function check(page: Page): Promise<void> {
  await page.getByLabel("Type a message").fill("IMAP capture and Mail Send, other sender");
  await page.keyboard.press("Enter");
  await awaitCard(page, "Permissions to configure");
  await press(page, "Check tenant");
  await awaitCard(page, "which app?");
  await nameApp(page, app, "Check this app");
}

if (!executable) it("faults in a browser (needs Chromium: apt-get install chromium)");
else
  describe("faults in a browser", () => {
    let stage: Stage | undefined;
    let browser: Browser | undefined;
    let page: Page;

    before(async () => {
      stage = await startStage();
      browser = await launch(executable);
    });

    beforeEach(async () => {
      await stage?.reset();
      await stage?.api("DELETE", "faults");
    });

    afterEach(() => page.close());

    after(async () => {
      await browser?.close();
      await stage?.stop();
    });

    async function open(width: number, more: Readonly<Record<string, string>> = {}) {
      page = await (browser as Browser).newPage({ viewport: { width, height: 900 } });
      page.setDefaultTimeout(PATIENCE_MS);
      const { as, conversation } = personal;
      await page.goto(`${stage?.address}#${new URLSearchParams({ as, conversation, ...more })}`);
      await page.getByLabel("Type a message").waitFor();
    }

    const faults: Record<string, string> = {
      "Graph is busy": "Microsoft asks to wait",
      "Graph refuses": "Consentry may not read this tenant",
      "Graph is down": "Microsoft asks to wait",
      "Graph drops connections": "Microsoft's directory did not answer",
    };
    for (const [fault, title] of Object.entries(faults))
      it(`tells what is so and mends itself: ${fault}`, async () => {
        await open(1200, { theme: "dark" });
        await turn(page, fault, true);

        await check(page);
        await awaitCard(page, title);
        await capture(page, `fault-${fault.toLowerCase().replaceAll(" ", "-")}`);
        await turn(page, fault, false);
        await press(page, "Try again");

        await awaitCard(page, "Everything that is needed is granted");
      }).timeout(60_000);

    for (const width of [375, 320])
      it(`keeps the report within ${width} px`, async () => {
        await open(width);

        await check(page);
        await awaitCard(page, "Everything that is needed is granted");
        await capture(page, `report-${width}`);

        const overflow = await page.evaluate<number>(OVERFLOW);
        assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
      }).timeout(60_000);
  });
