import { html, type TemplateResult } from "lit-html";
import type { Context } from "../view/context.ts";
import { drawButton } from "../view/controls.ts";

export interface ConflictParts {
  /** Takes what somebody else has saved, in place of what was typed. */
  readonly load: () => unknown;
  /** Saves what was typed in place of it. */
  readonly save: () => unknown;
}

/** Somebody else was faster: what was typed stays until the person decides. */
export function drawConflict({ t }: Context, { load, save }: ConflictParts): TemplateResult {
  return html`<section class="panel problem" aria-labelledby="conflict">
    <h2 id="conflict" tabindex="-1">${t("tab.settings.conflict.title")}</h2>
    <p>${t("tab.settings.conflict.do")}</p>
    <div class="buttons">
      ${drawButton({ label: t("tab.settings.conflict.load"), press: load, look: "primary" })}
      ${drawButton({ label: t("tab.settings.conflict.save"), press: save })}
    </div>
  </section>`;
}
