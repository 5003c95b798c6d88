import { html, nothing, type TemplateResult } from "lit-html";
import type { Failure } from "../failure.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawLoad } from "../view/loading.ts";

/** The consent that the details of all teams wait for, asked for once and in one place. */
export interface Gate {
  draw(): TemplateResult | typeof nothing;
}

/** @param listWaiting gives what is in the way now */
export function createGate(context: Context, listWaiting: () => readonly Load<unknown>[]): Gate {
  // The panel stays as it is while it is tried again, and when nothing has changed after that.
  let shown: Failure | undefined;
  let isTrying = false;
  const retry = async (): Promise<void> => {
    if (isTrying) return;
    isTrying = true;
    await Promise.all(listWaiting().map(({ start }) => start()));
    isTrying = false;
    context.say(listWaiting().length > 0 ? context.t("tab.consent.stillMissing") : "");
    context.redraw();
  };
  return {
    draw: () => {
      const first = listWaiting()[0]?.state;
      const failure = first?.kind === "failed" ? first.failure : undefined;
      if (!isTrying) shown = failure === undefined ? undefined : (shown ?? failure);
      return shown === undefined ? nothing : context.drawFailure(shown, retry);
    },
  };
}

/** True for what failed because nobody has consented to what Home needs. */
export function isWaiting({ state }: Load<unknown>): boolean {
  return state.kind === "failed" && state.failure.code === "consent_required";
}

/** Like drawLoad; a missing consent is asked for in one place of the page, and only named here. */
export function drawHomeLoad<Value>(
  context: Context,
  load: Load<Value>,
  ready: (value: Value) => TemplateResult,
): TemplateResult | typeof nothing {
  if (isWaiting(load)) return html`<p class="fine">${context.t("tab.home.waits")}</p>`;
  return drawLoad(context, load, ready);
}
