import { html, nothing, type TemplateResult } from "lit-html";
import { type Failure, listRemedies, type Remedy, toTextPart } from "../failure.ts";
import { createConsentStep } from "./consent-step.ts";
import type { Context } from "./context.ts";
import { drawButton } from "./controls.ts";
import { createSignIn } from "./sign-in.ts";

interface Panel {
  draw(): TemplateResult;
}

const panels = new WeakMap<Failure, Panel>();
let made = 0;

/** Draws what went wrong: what is so, what to do, and buttons. The focus goes to it when it is new. */
export function drawFailure(context: Context, failure: Failure, retry: Retry): TemplateResult {
  const panel = panels.get(failure) ?? createPanel(context, failure, retry);
  panels.set(failure, panel);
  return panel.draw();
}

type Retry = () => unknown;

function createPanel(context: Context, failure: Failure, retry: Retry): Panel {
  const id = `failure-${++made}`;
  context.focus(`#${id}`);
  const options = { id, failure, retry };
  const isConsent = failure.code === "consent_required" && failure.scope !== undefined;
  return isConsent
    ? createConsentStep(context, { ...options, scope: failure.scope ?? "basic" })
    : createProblemPanel(context, options);
}

interface PanelOptions {
  readonly id: string;
  readonly failure: Failure;
  readonly retry: Retry;
}

function createProblemPanel(context: Context, { id, failure, retry }: PanelOptions): Panel {
  const { t } = context;
  const signIn = createSignIn(context, {
    scope: failure.scope ?? "basic",
    claims: failure.claims,
    done: retry,
  });
  const part = toTextPart(failure.code);
  const drawRemedy = (remedy: Remedy, index: number): TemplateResult => {
    const look = index === 0 ? ({ look: "primary" } as const) : {};
    if (remedy === "sign-in") return signIn.draw(t("tab.button.signIn"));
    return drawButton({ label: t("tab.button.again"), press: retry, ...look });
  };
  const remedies = listRemedies(failure);
  return {
    draw: () => html`<section class="panel problem" aria-labelledby=${id}>
      <h2 id=${id} tabindex="-1">${t(`tab.problem.${part}.is`)}</h2>
      <p>${t(`tab.problem.${part}.do`, toValues(context, failure))}</p>
      ${signIn.told()}
      ${remedies.length === 0 ? nothing : html`<div class="buttons">${remedies.map(drawRemedy)}</div>`}
      ${drawReference(context, failure)}
    </section>`,
  };
}

function toValues({ t, words }: Context, { needed = [], seconds = 0 }: Failure) {
  const roles = words.choice(needed.map((role) => t(`role.${role}`)));
  return { roles, seconds: String(Math.max(seconds, 1)) };
}

/** What the log knows it by; of use for those who look there. */
function drawReference(
  { t }: Context,
  { correlationId }: Failure,
): TemplateResult | typeof nothing {
  if (correlationId === undefined || correlationId === "") return nothing;
  return html`<p class="fine">${t("tab.problem.reference", { id: correlationId })}</p>`;
}
