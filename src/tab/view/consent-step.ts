import { html, nothing, type TemplateResult } from "lit-html";
import type { ScopeId } from "../../core/scope/index.ts";
import type { Failure } from "../failure.ts";
import { createConsentLinks } from "./consent-links.ts";
import type { Context } from "./context.ts";
import { drawButton } from "./controls.ts";
import { createSignIn } from "./sign-in.ts";

export interface ConsentStepOptions {
  readonly id: string;
  readonly scope: ScopeId;
  readonly failure: Failure;
  readonly retry: () => unknown;
}

/** What stands where a consent is missing: whoever may give it does so here, others pass it on. */
export function createConsentStep(
  context: Context,
  { id, scope, failure, retry }: ConsentStepOptions,
): { draw(): TemplateResult } {
  const { t } = context;
  const why = t(`scope.${scope}.why`);
  const signIn = createSignIn(context, { scope, done: retry });
  const links = createConsentLinks(context, scope);
  const isAdminNeeded = failure.isAdminNeeded ?? true;
  const kind = isAdminNeeded ? "admin" : "own";
  const check = drawButton({ label: t("tab.button.checkAgain"), press: retry });
  return {
    draw: () => html`<section class="panel consent" aria-labelledby=${id}>
      <h2 id=${id} tabindex="-1">${t(`tab.consent.${kind}.title`)}</h2>
      <p>${why}</p>
      <p>${t(`tab.consent.${kind}.do`)}</p>
      ${isAdminNeeded ? links.draw() : signIn.told()}
      <div class="buttons">
        ${isAdminNeeded ? nothing : signIn.draw(t("tab.button.allow"))}
        ${isAdminNeeded ? links.drawButtons() : nothing}
        ${isAdminNeeded ? check : nothing}
      </div>
    </section>`,
  };
}
