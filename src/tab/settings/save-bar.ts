import { html, nothing, type TemplateResult } from "lit-html";
import type { Context } from "../view/context.ts";
import { drawButton } from "../view/controls.ts";
import type { Errors } from "./field-error.ts";

export interface SaveBarParts {
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  readonly errors: Errors;
  readonly save: () => unknown;
  readonly discard: () => unknown;
}

export function drawSaveBar({ t, words }: Context, parts: SaveBarParts): TemplateResult {
  const { isChanged, isSaving, errors, save, discard } = parts;
  const state = isChanged ? t("tab.settings.unsaved") : t("tab.settings.unchanged");
  const wrong = words.list([...errors.keys()].map((field) => t(`tab.settings.${field}.title`)));
  // Enter in a field presses the first native button of a form; Fluent's is none.
  return html`<div class="save-bar">
    <button type="submit" hidden></button>
    ${errors.size > 0 ? html`<p class="field-error">${t("tab.settings.wrong", { fields: wrong })}</p>` : nothing}
    <p class="fine">${state}</p>
    <div class="buttons">
      ${drawButton({ label: t("tab.button.save"), press: save, look: "primary", isBusy: isSaving })}
      ${isChanged ? drawButton({ label: t("tab.button.discard"), press: discard }) : nothing}
    </div>
  </div>`;
}
