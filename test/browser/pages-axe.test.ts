import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { tenantId } from "../support/activities.ts";
import { findBarriers } from "./axe.ts";
import { capture, findChromium } from "./chromium.ts";
import { pickAccount, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();

/** A person's way over the pages of a sign-in, and the heading of the page on which it ends. */
interface Way {
  readonly as?: string;
  readonly scope?: string;
  readonly prepare?: (browser: TabStage) => Promise<unknown>;
  readonly act: (page: Page, browser: TabStage) => Promise<unknown>;
  readonly end: string;
}

const pickPriya = (page: Page) => pickAccount(page, /Priya Raman/);

const tokens = { service: "login", path: `/${tenantId}/oauth2/v2.0/token` };

async function accept(page: Page): Promise<void> {
  await pickPriya(page);
  await page.getByRole("button", { name: "Accept" }).click();
}

const WAYS: Readonly<Record<string, Way>> = {
  "the choice of an account": { act: async () => {}, end: "Pick an account" },
  "the consent page": { act: pickPriya, end: "Permissions requested" },
  "a consent that takes an administrator": {
    scope: "home",
    act: pickPriya,
    end: "Need admin approval",
  },
  "signed-in": {
    act: accept,
    end: "You are signed in",
  },
  declined: {
    act: async (page) => {
      await pickPriya(page);
      await page.getByRole("button", { name: "Cancel" }).click();
    },
    end: "You are not signed in",
  },
  "needs-admin": {
    scope: "home",
    act: async (page) => {
      await pickPriya(page);
      await page.getByRole("link", { name: "Return to the application" }).click();
    },
    end: "This takes an administrator",
  },
  "other-account": {
    act: async (page) => {
      await pickAccount(page, /Harriet Cole/);
      await page.getByRole("button", { name: "Accept" }).click();
    },
    end: "That was another account",
  },
  busy: {
    prepare: ({ stage }) => stage.api("POST", "faults", { match: tokens, status: 503, times: 0 }),
    act: accept,
    end: "Please reload this page in a moment",
  },
  failed: {
    prepare: ({ stage }) => stage.api("POST", "faults", { match: tokens, status: 400, times: 0 }),
    act: accept,
    end: "The sign-in did not work",
  },
  expired: {
    act: (page, { stage }) => page.goto(`${stage.address}auth/end?state=x&code=y`),
    end: "This link is no longer good",
  },
  "the service account": {
    as: "teams-admin",
    scope: "service-account",
    act: async () => {},
    end: "An account for the background jobs of Consentry",
  },
};

if (!executable) it("pages outside of Teams (needs Chromium: apt-get install chromium)");
else
  describe("pages outside of Teams", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    for (const [name, { as = "product-admin", scope = "basic", ...way }] of Object.entries(WAYS))
      it(`has no barriers: ${name}`, async () => {
        await way.prepare?.(browser);
        const { body } = await browser.ask(as, "POST", "/api/sign-in-links", { body: { scope } });
        const page = await browser.visit(String(body.url), { bypassCSP: true });

        await way.act(page, browser);
        await page.getByRole("heading", { name: way.end }).waitFor();
        await capture(page, `page-${name.replaceAll(" ", "-")}`);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          assert.deepEqual(await findBarriers(page), [], colorScheme);
        }
      });
  });
