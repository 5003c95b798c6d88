import { html, type TemplateResult } from "lit-html";
import type { Tell } from "../texts.ts";

/** A setting and what it says. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

export function drawFacts(facts: readonly Fact[]): TemplateResult {
  return html`<dl class="facts">${facts.map(
    ({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** Microsoft Graph does not tell everything. */
export function toYesNo(t: Tell, value: boolean | null): string {
  if (value === null) return t("tab.home.untold");
  return t(value ? "tab.home.yes" : "tab.home.no");
}
