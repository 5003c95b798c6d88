import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import { type Stage, startStage, tenantId } from "../sandbox/fake-bot.ts";
import { capture, findChromium, launch, PATIENCE_MS } from "./chromium.ts";
import { findGuest, serveGuestPages } from "./guest-pages.ts";

const executable = findChromium();
const priya = "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101";
const jonas = "b2e2a7b1-7d2f-4c68-9a1f-3eab62d1a202";
const OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
/** A promise's value, or what it was rejected with. */
const settle = (call: string) =>
  `${call}.then((value) => ({ value }), (e) => ({ error: e.message }))`;

if (!executable) it("the host of the tab (needs Chromium: apt-get install chromium)");
else
  describe("the host of the tab", () => {
    let stage: Stage;
    let browser: Browser | undefined;
    let context: BrowserContext;
    let page: Page;
    const problems: string[] = [];

    before(async () => {
      stage = await startStage();
      browser = await launch(executable);
    });

    beforeEach(async () => {
      context = await (browser as Browser).newContext({ viewport: { width: 1200, height: 900 } });
      context.setDefaultTimeout(PATIENCE_MS);
      context.on("weberror", (thrown) => problems.push(thrown.error().message));
      context.on("console", (line) => {
        // A browser tells of every refusal, also of one that a test asked for.
        const isRefusal = line.text().includes("status of 403");
        if (line.type() === "error" && !isRefusal) problems.push(line.text());
      });
      await serveGuestPages(context, stage.page);
      page = await context.newPage();
    });

    afterEach(async () => {
      await context.close();
      assert.deepEqual(problems.splice(0), []);
    });

    after(async () => {
      await browser?.close();
      await stage.stop();
    });

    /** Opens a page of the app as somebody, and greets the host. */
    async function open(fields: Readonly<Record<string, string>> = {}): Promise<Frame> {
      const seat = { as: "product-admin", tab: "home", ...fields };
      await page.goto(`${stage.page}/#${new URLSearchParams(seat)}`);
      const guest = await findGuest(page, seat.tab);
      await guest.evaluate("teams.app.initialize().then(() => void teams.app.notifySuccess())");
      return guest;
    }

    async function readContext(guest: Frame) {
      const { app, page, user } = await guest.evaluate<Context>("teams.app.getContext()");
      const { theme, locale, host } = app;
      const client = `${host.name} ${host.clientType}`;
      const { id, userPrincipalName, tenant } = user;
      return {
        theme,
        locale,
        client,
        page: page.id,
        sub: page.subPageId,
        id,
        userPrincipalName,
        tenant: tenant.id,
      };
    }

    it("tells the page who looks at what", async () => {
      const guest = await open({ as: "global-admin", sub: "s.1", theme: "contrast" });

      const told = await readContext(guest);

      assert.deepEqual(told, {
        theme: "contrast",
        locale: "de-de",
        client: "Teams web",
        page: "home",
        sub: "s.1",
        id: jonas,
        userPrincipalName: "jonas.weber@contoso.example",
        tenant: tenantId,
      });
      assert.equal(await guest.evaluate("teams.app.getFrameContext()"), "content");
    });

    it("tells another theme to the same page", async () => {
      const guest = await open();
      await guest.evaluate(
        "window.themes = []; teams.app.registerOnThemeChangeHandler((one) => themes.push(one))",
      );
      // A round trip: the registration has arrived.
      await readContext(guest);

      for (const theme of ["dark", "contrast", "light"]) {
        await page.getByLabel("Theme").selectOption(theme);
        await capture(page, `tab-host-${theme}`);
      }
      await guest.waitForFunction("themes.length === 3");

      assert.deepEqual(await guest.evaluate("themes"), ["dark", "contrast", "default"]);
    });

    it("opens the page anew for another person", async () => {
      await open();

      await page.getByRole("radio", { name: /Jonas Weber/ }).check({ force: true });
      const guest = await findGuest(page, "home", "global-admin");
      await guest.evaluate("teams.app.initialize()");

      assert.equal((await readContext(guest)).id, jonas);
    });

    it("gives a token of the person, or says that it gives none", async () => {
      const guest = await open();
      const ask = settle("teams.authentication.getAuthToken()");
      const { value } = await guest.evaluate<{ value: string }>(ask);
      await turnTokens("refused");
      const refused = await guest.evaluate(ask);
      await turnTokens("given");

      assert.equal(decodeJwt(value).oid, priya);
      assert.deepEqual(refused, { error: "resourceRequiresConsent" });
    });

    async function turnTokens(hostToken: string): Promise<void> {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ hostToken });
      await fetch(`${stage.page}/sandbox/api/tenant/sign-in`, { method: "PUT", headers, body });
    }

    /** Presses a button of the page that asks for a window; gives the window. */
    async function openWindow(guest: Frame): Promise<Page> {
      // teams-js refuses http.
      const url = `${stage.page.replace("http:", "https:")}/auth/start?t=1`;
      const call = `teams.authentication.authenticate({ url: "${url}", width: 500, height: 500 })`;
      await guest.evaluate(`act.onclick = () => { window.end = ${settle(call)} }`);
      const opening = page.waitForEvent("popup");
      await guest.locator("#act").click();
      const opened = await opening;
      await opened.waitForURL(/login\.sandbox\.test/);
      return opened;
    }

    const ends: Readonly<Record<string, { act: (opened: Page) => Promise<void>; end: object }>> = {
      "gives the page what a sign-in window reports": {
        act: (opened) => opened.getByText("Accept").click(),
        end: { value: "c-1" },
      },
      "tells the page that a sign-in failed": {
        act: (opened) => opened.getByText("Decline").click(),
        end: { error: "declined" },
      },
      "tells the page that the window was closed": {
        act: (opened) => opened.close(),
        end: { error: "CancelledByUser" },
      },
    };
    for (const [name, { act, end }] of Object.entries(ends)) {
      it(name, async () => {
        const guest = await open();

        const opened = await openWindow(guest);
        await act(opened);

        assert.deepEqual(await guest.evaluate("window.end"), end);
        if (!opened.isClosed()) await opened.waitForEvent("close");
      });
    }

    it("opens no sign-in window for another origin", async () => {
      const guest = await open();

      const end = await guest.evaluate(
        settle(
          "teams.authentication.authenticate({ url: 'https://login.sandbox.test/authorize' })",
        ),
      );

      assert.deepEqual(end, { error: "The address is not in the app's valid domains." });
    });

    it("shows what would be shared, and says that it was", async () => {
      const guest = await open();
      const link = "https://teams.microsoft.com/l/entity/a/catalog";
      const content = JSON.stringify([{ type: "URL", url: link, message: "Look", preview: true }]);

      await guest.evaluate(
        `window.end = ${settle(`teams.sharing.shareWebContent({ content: ${content} })`)}; undefined`,
      );
      const dialog = page.getByRole("dialog", { name: "Share to…" });
      await dialog.getByText(link).waitFor();
      await capture(page, "tab-share");
      await dialog.getByRole("button", { name: "Close" }).click();

      assert.deepEqual(Object.keys(await guest.evaluate<object>("window.end")), ["value"]);
    });

    it("opens the chat with a text in its box", async () => {
      const guest = await open();
      const link = `https://teams.microsoft.com/l/chat/0/0?users=${await botId()}&message=who%20needs%20it%3F`;

      await guest.evaluate(`void teams.app.openLink("${link}")`);
      await page.getByLabel("Type a message").waitFor();

      assert.equal(await page.getByLabel("Type a message").inputValue(), "who needs it?");
      assert.equal(await page.locator("iframe").count(), 0);
    });

    async function botId(): Promise<string> {
      const bot = await fetch(`${stage.page}/sandbox/api/bot`);
      return String(((await bot.json()) as { id: unknown }).id);
    }

    it("opens another page at the place that a link names", async () => {
      const guest = await open();
      const context = encodeURIComponent(JSON.stringify({ subEntityId: "s.2" }));

      await guest.evaluate(
        `void teams.app.openLink("https://teams.microsoft.com/l/entity/a/catalog?context=${context}")`,
      );
      const next = await findGuest(page, "catalog");
      await next.evaluate("teams.app.initialize()");

      const { page: id, sub } = await readContext(next);
      assert.deepEqual([id, sub], ["catalog", "s.2"]);
      assert.match(page.url(), /tab=catalog&sub=s\.2/);
    });

    it("goes from page to page as the app asks", async () => {
      const guest = await open();

      await guest.evaluate("void teams.pages.currentApp.navigateTo({ pageId: 'settings' })");
      const next = await findGuest(page, "settings");
      await next.evaluate("teams.app.initialize()");

      assert.equal((await readContext(next)).page, "settings");
    });

    it("opens nothing outside of this machine", async () => {
      const guest = await open();

      const end = await guest.evaluate(
        settle('teams.app.openLink("https://learn.microsoft.com/x")'),
      );
      await page.getByRole("dialog", { name: "The link was not opened" }).waitFor();

      const reason =
        "The sandbox opens nothing outside of this machine: https://learn.microsoft.com/x";
      assert.deepEqual(end, { error: reason });
      assert.equal(context.pages().length, 1);
    });

    it("is reached by keyboard from the chat", async () => {
      await page.goto(`${stage.page}/#as=product-admin`);
      const tab = page.getByRole("navigation", { name: "Pages of the app" });
      await tab.getByRole("button", { name: "Chat" }).focus();

      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      const guest = await findGuest(page, "home");
      for (let steps = 0; steps < 3; steps++) await page.keyboard.press("Tab");

      assert.equal(await page.locator("iframe").getAttribute("title"), "Home - Consentry");
      assert.equal(await guest.evaluate("document.activeElement.id"), "act");
    });

    for (const width of [375, 320])
      it(`fills a window of ${width} px, and no more`, async () => {
        await page.setViewportSize({ width, height: 700 });
        await open();
        await capture(page, `tab-host-${width}`);

        const box = await page.locator("iframe").boundingBox();

        assert.equal(box?.width, width);
        assert.ok((await page.evaluate<number>(OVERFLOW)) <= 0);
      });
  });

interface Context {
  readonly app: {
    readonly theme: string;
    readonly locale: string;
    readonly host: { readonly name: string; readonly clientType: string };
  };
  readonly page: { readonly id: string; readonly subPageId?: string };
  readonly user: {
    readonly id: string;
    readonly userPrincipalName: string;
    readonly tenant: { readonly id: string };
  };
}
