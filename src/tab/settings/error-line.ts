import { html, type TemplateResult } from "lit-html";
import type { Context } from "../view/context.ts";
import type { Errors, Field } from "./field-error.ts";

/** What is wrong with a field, where its control finds it by id. */
export function drawError({ t }: Context, errors: Errors, field: Field): TemplateResult {
  const error = errors.get(field);
  const said = error ? t(`tab.settings.error.${error.what}`, error.values) : "";
  return html`<p id="setting-${field}-error" class="field-error">${said}</p>`;
}
