import { html, type TemplateResult } from "lit-html";
import type { Context } from "../view/context.ts";
import { drawError } from "./error-line.ts";
import { type Errors, RANGES } from "./field-error.ts";

export interface NumberField {
  readonly field: keyof typeof RANGES;
  readonly value: string;
  readonly errors: Errors;
  readonly change: (value: string) => void;
}

/** A whole number with its name, its range in words, and what is wrong with it. */
export function drawNumber(context: Context, parts: NumberField): TemplateResult {
  const { field, value, errors, change } = parts;
  const { t } = context;
  return html`<label for="setting-${field}">${t(`tab.settings.${field}.title`)}</label>
    <input
      id="setting-${field}"
      class="number"
      inputmode="numeric"
      autocomplete="off"
      aria-describedby="setting-${field}-help setting-${field}-error"
      aria-invalid=${errors.has(field) ? "true" : "false"}
      .value=${value}
      @input=${(event: Event) => change((event.target as HTMLInputElement).value)}
    >
    <p class="fine" id="setting-${field}-help">${t(`tab.settings.${field}.help`, RANGES[field])}</p>
    ${drawError(context, errors, field)}`;
}
