import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { SANDBOX_API_ID } from "../../src/config/index.ts";
import { channel, groupChat, personal, type Seat } from "../support/talk.ts";
import { capture, findChromium } from "./chromium.ts";
import { awaitCard, press } from "./newest-card.ts";
import { openWindow, pickAccount, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const question = "@Consentry check tenant for AutoStore IMAP with another sender";
const answer = "Check tenant: which app?";

/** Types a question where the page is. */
async function ask(page: Page): Promise<void> {
  await page.getByLabel(/^(Type a message|Start a post)$/).fill(question);
  await page.keyboard.press("Enter");
}

if (!executable) it("asking for a sign-in (needs Chromium: apt-get install chromium)");
else
  describe("asking for a sign-in", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    async function open({ as, conversation }: Seat): Promise<Page> {
      const { page } = await browser.sit(as, "", { fields: { conversation } });
      return page;
    }

    for (const [name, seat] of Object.entries({ personal, "group chat": groupChat }))
      it(`happens unseen in: ${name}`, async () => {
        const page = await open(seat);

        await ask(page);
        await awaitCard(page, answer);

        assert.equal(await page.getByRole("button", { name: "Sign in" }).count(), 0);
      });

    it("leads over a page in a channel, and the answer follows", async () => {
      const page = await open(channel);
      await ask(page);
      const card = await awaitCard(page, "Sign in to go on");
      await capture(page, "chat-sign-in-channel");

      const login = await openWindow(page, card.getByRole("link", { name: "Sign in" }));
      await pickAccount(login, /Priya Raman/);
      await login.getByRole("heading", { name: "You are signed in" }).waitFor();
      await awaitCard(page, answer);

      await capture(page, "chat-sign-in-answered");
    });

    it("shows what an administrator has to allow, and goes on then", async () => {
      await revokeAll();
      const page = await open(personal);
      await ask(page);
      await awaitCard(page, "An administrator has to allow this once");
      await capture(page, "chat-consent-missing");

      await browser.allowForAll("verification");
      await press(page, "Ask again");

      await awaitCard(page, answer);
    });

    /** Takes away what the tenant has granted to Consentry's API. */
    async function revokeAll(): Promise<void> {
      const { apps } = (await browser.stage.api("GET", "tenant")) as Tenant;
      const ids = new Set(
        apps.find(({ clientId }) => clientId === SANDBOX_API_ID)?.grants.map(({ id }) => id),
      );
      for (const id of ids)
        await browser.stage.api("DELETE", `tenant/grants/${encodeURIComponent(id)}`);
    }

    it("leads over a page where a second factor is wanted", async () => {
      await browser.stage.api("PUT", "tenant/sign-in", { mfa: ["product-admin"] });
      const page = await open(personal);
      await ask(page);
      const card = await awaitCard(page, "Your organization asks for more proof");
      await capture(page, "chat-second-factor");

      const login = await openWindow(page, card.getByRole("link", { name: "Sign in" }));
      await pickAccount(login, /Priya Raman/);
      await login.getByRole("heading", { name: "You are signed in" }).waitFor();

      await awaitCard(page, answer);
    });
  });

interface Tenant {
  readonly apps: readonly {
    readonly clientId: string;
    readonly grants: readonly { readonly id: string }[];
  }[];
}
