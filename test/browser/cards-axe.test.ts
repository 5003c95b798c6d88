import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { renderCard } from "../../src/cards/index.ts";
import { buildWorld, EXAMPLES } from "../core/view/examples.ts";
import { findBarriers } from "./axe.ts";
import { capture, findChromium } from "./chromium.ts";
import { startTabStage, type TabStage } from "./tab-stage.ts";

const executable = findChromium();
const TAB = fileURLToPath(new URL("../../src/tab/", import.meta.url));

/** The tab's own way to draw a card, as a script of its own. */
async function bundleRenderer(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { renderCard } from "./card/card.ts"; window.renderCard = renderCard;`,
      resolveDir: TAB,
    },
    bundle: true,
    write: false,
    format: "iife",
  });
  return outputFiles[0]?.text ?? "";
}

/** Draws cards one below the other, with all that stands folded in them. */
const DRAW = `(cards) => {
  document.body.innerHTML = "<main><h1>Cards</h1></main>";
  for (const [name, card] of cards) {
    const section = document.createElement("section");
    section.innerHTML = '<h2></h2><div class="card"></div>';
    section.firstChild.textContent = name;
    const options = { isNarrow: false, press: () => {}, more: "More actions" };
    section.lastChild.append(window.renderCard(card, options));
    document.querySelector("main").append(section);
    for (const folded of section.querySelectorAll('[style*="display: none"]')) folded.style.display = "";
  }
}`;

if (!executable) it("cards in the tab (needs Chromium: apt-get install chromium)");
else
  describe("cards in the tab", () => {
    let browser: TabStage;
    let page: Page;

    before(async () => {
      browser = await startTabStage(executable);
      const publicUrl = browser.stage.address.replace(/\/$/, "");
      const world = buildWorld({ publicUrl });
      const cards = EXAMPLES.map(async ({ name, draw }) => [
        name,
        await renderCard(draw(world, "en")),
      ]);
      page = await browser.visit(`${browser.stage.address}tab?page=catalog`, { bypassCSP: true });
      await page.addScriptTag({ content: await bundleRenderer() });
      await page.evaluate(`(${DRAW})(${JSON.stringify(await Promise.all(cards))})`);
    });

    after(async () => {
      await browser?.reset();
      await browser?.stop();
    });

    for (const theme of ["default", "dark"])
      it(`have no barriers in the theme ${theme}`, async () => {
        await page.evaluate(`document.documentElement.dataset.theme = "${theme}"`);
        await capture(page, `tab-cards-${theme}`);

        assert.deepEqual(await findBarriers(page), []);
      }).timeout(60_000);
  });
