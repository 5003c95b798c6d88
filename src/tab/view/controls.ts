import "@fluentui/web-components/badge.js";
import "@fluentui/web-components/button.js";
import "@fluentui/web-components/spinner.js";
import { html, nothing, type TemplateResult } from "lit-html";

export interface ButtonParts {
  readonly label: string;
  readonly press: () => unknown;
  readonly look?: "primary" | "subtle";
  readonly isBusy?: boolean;
  /** What it is about, where the label alone does not say. */
  readonly about?: string;
  readonly id?: string;
  /** Called when somebody comes near, before they press. */
  readonly near?: () => unknown;
}

/** A button; while it is busy it keeps the focus and does nothing. */
export function drawButton(parts: ButtonParts): TemplateResult {
  const { label, press, look, isBusy = false, about, id, near } = parts;
  return html`<fluent-button
    id=${id ?? nothing}
    role="button"
    appearance=${look ?? nothing}
    aria-label=${about === undefined ? nothing : `${label}: ${about}`}
    aria-busy=${isBusy ? "true" : nothing}
    ?disabled-focusable=${isBusy}
    @pointerenter=${near ?? nothing}
    @focus=${near ?? nothing}
    @click=${() => isBusy || press()}
  >${label}</fluent-button>`;
}

export interface Disclosure {
  readonly id: string;
  readonly title: string;
  readonly isOpen: boolean;
  readonly toggle: () => void;
  readonly level: 3 | 4;
  /** What stands beside the title. */
  readonly beside?: TemplateResult | typeof nothing;
  /** What stands below the title, whether it is open or not. */
  readonly below?: TemplateResult | typeof nothing;
  readonly body: () => TemplateResult;
}

/** A heading that opens what is under it. */
export function drawDisclosure(parts: Disclosure): TemplateResult {
  const { id, title, isOpen, toggle, level, beside = nothing, below = nothing, body } = parts;
  const button = html`<button
    type="button"
    class="disclosure"
    aria-expanded=${isOpen ? "true" : "false"}
    aria-controls=${id}
    @click=${toggle}
  ><span class="chevron" aria-hidden="true"></span><span class="grow">${title}</span></button>`;
  const heading =
    level === 3
      ? html`<h3 class="disclosure-line">${button}${beside}</h3>`
      : html`<h4 class="disclosure-line">${button}${beside}</h4>`;
  return html`${heading}${below}<div id=${id} class="disclosed" ?hidden=${!isOpen}>${isOpen ? body() : nothing}</div>`;
}

export type BadgeColor = "informative" | "success" | "warning" | "danger" | "brand" | "subtle";

export function drawBadge(label: string, color: BadgeColor = "informative"): TemplateResult {
  return html`<fluent-badge appearance="tint" color=${color} shape="rounded">${label}</fluent-badge>`;
}

/** Leaves what was asked in between, as people expect of a dialog. */
export function onEscape(cancel: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key === "Escape") cancel();
  };
}
