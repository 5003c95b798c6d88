import assert from "node:assert/strict";
import { findBarriers } from "./axe.ts";
import { capture, findChromium } from "./chromium.ts";
import { frameOf, type Sitting, startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const question = "IMAP capture and Mail Send, other sender";
const THEMES = { light: "default", dark: "dark", contrast: "contrast" } as const;

/** A page of the tab in a state that is worth a look. */
interface State {
  readonly as: string;
  readonly tab: string;
  readonly reach: (sitting: Sitting, browser: TabStage) => Promise<unknown>;
}

const STATES: Readonly<Record<string, State>> = {
  "home with details": {
    as: "product-admin",
    tab: "home",
    reach: async ({ tab }, { allowForAll }) => {
      await tab.getByRole("button", { name: "Show permissions and link" }).click();
      await tab.getByText("May grant it").waitFor();
      await allowForAll("home");
      await tab.getByRole("button", { name: "Check again" }).click();
      await tab.getByRole("button", { name: "General", exact: true }).click();
      await tab.getByText("Consentry may not post here").waitFor();
    },
  },
  "home without consent": {
    as: "product-admin",
    tab: "home",
    reach: async ({ tab }) => {
      await tab.getByRole("button", { name: "Show permissions and link" }).click();
      await tab.getByText("May grant it").waitFor();
    },
  },
  "the list of the Catalog": {
    as: "product-admin",
    tab: "catalog",
    reach: ({ tab }) => tab.getByRole("button", { name: "Set label: AutoStore" }).waitFor(),
  },
  "an answer": {
    as: "product-admin",
    tab: "catalog",
    reach: async ({ page, tab }) => {
      await tab.getByRole("searchbox").fill(question);
      await page.keyboard.press("Enter");
      await tab.getByRole("button", { name: "Details: why, risk, ids" }).click();
      await tab.getByRole("button", { name: "More actions" }).click();
      await tab.getByRole("menuitem", { name: "Help" }).waitFor();
    },
  },
  "Settings with an error": {
    as: "teams-admin",
    tab: "settings",
    reach: async ({ tab }) => {
      await tab.getByRole("radio", { name: /As a service account/ }).check();
      const approvers = tab.getByRole("group", { name: "Approvers" });
      await approvers.getByLabel("Add by name").fill("Ama");
      await approvers.getByRole("button", { name: "Add: Amara Okafor" }).waitFor();
      await tab.getByLabel("Client ids, one a line").fill("AutoStore");
      await tab.getByRole("button", { name: "Save", exact: true }).click();
      await tab.getByText("“AutoStore” is no client id.").waitFor();
      await tab.getByRole("button", { name: "Delete my data" }).click();
      await tab.getByText("This cannot be undone.").waitFor();
    },
  },
  "Settings of somebody else": {
    as: "product-admin",
    tab: "settings",
    reach: ({ tab }) => tab.getByText("Global Administrator or Teams Administrator").waitFor(),
  },
  "a refusal": {
    as: "guest",
    tab: "home",
    reach: ({ tab }) => tab.getByText("Vous êtes invité ici").waitFor(),
  },
};

if (!executable) it("the tab for everybody (needs Chromium: apt-get install chromium)");
else
  describe("the tab for everybody", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    for (const [name, { as, tab, reach }] of Object.entries(STATES))
      it(`has no barriers in any theme: ${name}`, async () => {
        await browser.appoint({ catalogManagers: ["product-admin"] });
        for (const person of ["product-admin", "teams-admin"]) await browser.allowBasic(person);
        const sitting = await browser.sit(as, tab, { bypassCSP: true });
        await reach(sitting, browser);
        const frame = await frameOf(sitting.page);

        for (const [theme, shown] of Object.entries(THEMES)) {
          await sitting.page.getByLabel("Theme").selectOption(theme);
          await sitting.tab.locator(`html[data-theme="${shown}"]`).waitFor();
          assert.deepEqual(await findBarriers(frame), [], theme);
          if (theme === "dark")
            await capture(sitting.page, `tab-${name.replaceAll(" ", "-")}-dark`);
        }
      }).timeout(60_000);
  });
