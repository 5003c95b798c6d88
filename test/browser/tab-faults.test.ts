import assert from "node:assert/strict";
import { capture, findChromium } from "./chromium.ts";
import { startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const team = { name: "Contoso IT", exact: true };
const graph = { service: "graph", path: "/v1.0/me/joinedTeams" };

if (!executable) it("the tab when something is wrong (needs Chromium: apt-get install chromium)");
else
  describe("the tab when something is wrong", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    beforeEach(() => browser.allowBasic("product-admin"));

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    /** Changes what the sign-in service does from now on, to tokens that nobody has yet. */
    async function change(switches: object): Promise<void> {
      await browser.stage.api("PUT", "tenant/sign-in", switches);
      await browser.ask("product-admin", "POST", "/api/me/sign-out");
    }

    it("says a word when Microsoft Graph is slow", async () => {
      await browser.stage.api("POST", "faults", { match: graph, delayMs: 3000 });
      const { page, tab } = await browser.sit("product-admin", "home");

      await tab.locator(".skeleton").waitFor();
      const early = await tab.locator("p.progress").count();
      await tab.locator("p.progress").waitFor();
      await capture(page, "tab-slow");
      const told = await tab.locator("p.progress").innerText();
      await tab.getByRole("button", team).waitFor();

      assert.equal(early, 0);
      assert.match(told, /^This takes longer than usual\./);
      assert.equal(await tab.locator(".skeleton").count(), 0);
    });

    const outages = [
      { fault: { status: 503 }, heading: "Microsoft asks to wait" },
      { fault: { drop: true }, heading: "Microsoft does not answer" },
    ];
    for (const { fault, heading } of outages)
      it(`goes on with Try again: ${heading}`, async () => {
        await browser.stage.api("POST", "faults", { match: graph, times: 0, ...fault });
        const { page, tab } = await browser.sit("product-admin", "home");
        await tab.getByRole("heading", { name: heading }).waitFor();
        await capture(page, "tab-unreachable");

        await browser.stage.api("DELETE", "faults");
        await tab.getByRole("button", { name: "Try again" }).click();

        await tab.getByRole("button", team).waitFor();
      });

    it("asks Teams once for a new token when one has ended", async () => {
      const { page, tab } = await browser.sit("product-admin", "catalog");
      await tab.getByRole("heading", { name: "AutoStore" }).waitFor();
      let asked = 0;
      await page.route("**/sandbox/api/host/token", (route) => {
        const isFirst = asked++ === 0;
        const data = { as: "product-admin", ...(isFirst && { expired: true }) };
        return route.continue({ postData: JSON.stringify(data) });
      });

      await tab.getByRole("button", { name: "Shared mailboxes" }).click();
      await tab.locator(".ac-adaptiveCard").waitFor();

      assert.equal(asked, 2);
    });

    it("gives a second factor when Entra ID wants one", async () => {
      await change({ mfa: ["product-admin"] });
      const { page, tab } = await browser.sit("product-admin", "home");
      const claims: unknown[] = [];
      page.on("request", (sent) => {
        if (sent.url().endsWith("/host/token")) claims.push(sent.postDataJSON().claims);
      });

      await tab.getByRole("button", team).waitFor();

      assert.match(String(claims.find((one) => one !== undefined)), /acrs|capolids/);
    });

    it("says why Teams gives no token, and goes on later", async () => {
      await browser.stage.api("PUT", "tenant/sign-in", { hostToken: "refused" });
      const { page, tab } = await browser.sit("product-admin", "home");
      await tab.getByRole("heading", { name: "Teams has not signed you in" }).waitFor();
      await capture(page, "tab-no-token");

      await browser.stage.api("PUT", "tenant/sign-in", { hostToken: "given" });
      await tab.getByRole("button", { name: "Try again" }).click();

      await tab.getByRole("button", team).waitFor();
    });

    it("tells a person whom a policy keeps out", async () => {
      await change({ blocked: ["product-admin"] });
      const { page, tab } = await browser.sit("product-admin", "home");

      const panel = tab.getByRole("region", { name: /A policy of your organization/ });
      await panel.waitFor();
      await capture(page, "tab-blocked");

      assert.match(await panel.innerText(), /Reference: [0-9a-f-]{36}/);
      assert.equal(await panel.getByRole("button").count(), 0);
    });

    it("tells a guest in their language", async () => {
      const { page, tab } = await browser.sit("guest", "home");

      const panel = tab.getByRole("region", { name: /^Cet onglet est réservé aux membres/ });
      await panel.waitFor();
      await capture(page, "tab-guest");

      assert.match(await panel.innerText(), /Vous êtes invité ici/);
    });
  });
