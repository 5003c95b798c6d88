import { fileURLToPath } from "node:url";
import type { Frame, Page } from "playwright-core";

const AXE = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

const RUN = `axe.run(document, { resultTypes: ["violations"], iframes: false })
  .then(({ violations }) => violations)`;

/** Resolves when two pictures are drawn and no color is on its way to another, in shadow trees too. */
const STILL = `(async () => {
  const next = () => new Promise(requestAnimationFrame);
  await next();
  await next();
  const trees = [...document.querySelectorAll("*")].flatMap((one) => one.shadowRoot ?? []);
  const moves = [document, ...trees].flatMap((tree) => tree.getAnimations());
  const fades = moves.filter((move) => move instanceof CSSTransition);
  await Promise.allSettled(fades.map(({ finished }) => finished));
})()`;

/** What axe-core calls serious or critical, one line an element; its script needs a context without CSP. */
export async function findBarriers(place: Page | Frame): Promise<readonly string[]> {
  if (!(await place.evaluate("'axe' in window"))) await place.addScriptTag({ path: AXE });
  await place.evaluate(STILL);
  const found = await place.evaluate<readonly Finding[]>(RUN);
  const grave = found.filter(({ impact }) => impact === "serious" || impact === "critical");
  return grave.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
