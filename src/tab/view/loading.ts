import { html, nothing, type TemplateResult } from "lit-html";
import type { Load } from "../load.ts";
import type { Context } from "./context.ts";

/** Draws something that is asked for: gray lines at once, a word when it takes long, or what went wrong. */
export function drawLoad<Value>(
  context: Context,
  load: Load<Value>,
  ready: (value: Value) => TemplateResult,
): TemplateResult | typeof nothing {
  const { state } = load;
  switch (state.kind) {
    case "idle":
      return nothing;
    case "loading":
      return drawSkeleton(state.isSlow ? context.t("tab.loading.slow") : "");
    case "ready":
      return ready(state.value);
    case "failed":
      return context.drawFailure(state.failure, load.start);
    default:
      return state satisfies never;
  }
}

/** Gray lines where something is about to stand. @param slow what is said once it takes long */
export function drawSkeleton(slow: string): TemplateResult {
  const line = slow === "" ? nothing : drawProgress(slow);
  return html`<div class="skeleton" aria-hidden="true"><i></i><i></i><i></i></div>${line}`;
}

export function drawProgress(text: string): TemplateResult {
  return html`<p class="progress"><fluent-spinner size="tiny" aria-hidden="true"></fluent-spinner>${text}</p>`;
}

/** What went wrong with something that a person asked for by a button; nothing while nothing did. */
export function drawFailed<Value>(
  context: Context,
  { state, start }: Load<Value>,
): TemplateResult | typeof nothing {
  return state.kind === "failed" ? context.drawFailure(state.failure, start) : nothing;
}
