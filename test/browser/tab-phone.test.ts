import { toContext, toHandshake } from "../../src/sandbox/client/host-context.ts";
import { findPerson } from "../../src/sandbox/directory/people.ts";
import { tenantId } from "../support/activities.ts";
import { capture, findChromium } from "./chromium.ts";
import { startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();

/**
 * Teams on a phone as teams-js sees it: no page around this one, but an object to call and a function that
 * takes the answers.
 */
function toNativeHost(answers: Readonly<Record<string, readonly unknown[]>>): string {
  return `
    const answers = ${JSON.stringify(answers)};
    window.nativeInterface = {
      framelessPostMessage: (message) => {
        const { id, uuidAsString, func } = JSON.parse(message);
        const args = answers[func];
        if (args) setTimeout(() => window.onNativeMessage({ data: { id, uuidAsString, args } }));
      },
    };`;
}

if (!executable) it("The app on a phone (needs Chromium: apt-get install chromium)");
else
  describe("The app on a phone", () => {
    let browser: TabStage;

    before(async () => {
      browser = await startTabStage(executable);
      await browser.allowBasic("product-admin");
    });

    afterEach(() => browser.reset());

    after(() => browser?.stop());

    it("runs in the app's own window, where no page is around it", async () => {
      const person = findPerson("product-admin");
      if (!person) throw new Error("product-admin is not in the directory");
      const context = {
        ...toContext({ person, tenantId, theme: "dark" }, "content"),
        entityId: "home",
      };
      const script = toNativeHost({
        initialize: toHandshake("content"),
        getContext: [{ ...context, hostClientType: "android" }],
        "authentication.getAuthToken": [
          true,
          await browser.stage.giveToken({ as: "product-admin", conversation: "" }),
        ],
      });

      const viewport = { width: 390, height: 844 };
      const page = await browser.visit(new URL("/tab?page=home", browser.stage.address).href, {
        script,
        viewport,
      });

      await page.getByRole("button", { name: "Contoso IT", exact: true }).waitFor();
      await capture(page, "tab-phone");
    });
  });
