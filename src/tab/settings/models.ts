import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { createConsentLinks } from "../view/consent-links.ts";
import type { Context } from "../view/context.ts";
import { drawBadge, drawButton } from "../view/controls.ts";
import { drawFailed, drawLoad } from "../view/loading.ts";
import { createSignIn } from "../view/sign-in.ts";
import type { Draft } from "./form.ts";

type Read = TabOutput<"readModels">;
type Model = Draft["model"];
type State = Read["application"];

/** The two ways in which jobs read the tenant, what is granted to each, and how to grant it. */
export interface Models {
  /** @returns once it is known what is granted, or why not */
  want(): Promise<void>;
  draw(chosen: Model, choose: (model: Model) => void): TemplateResult;
}

export function createModels(context: Context): Models {
  const { t } = context;
  const models = context.load(() => context.api("readModels"));
  const links = {
    application: createConsentLinks(context, "application"),
    "service-account": createConsentLinks(context, "service-account"),
  };
  const signIn = createSignIn(context, { scope: "service-account", done: models.start });
  const drawConsent = (model: Model, { state }: State): TemplateResult | typeof nothing => {
    if (state === "granted") return nothing;
    const again = drawButton({ label: t("tab.button.checkAgain"), press: models.start });
    return html`${links[model].draw()}<div class="buttons">${links[model].drawButtons()}${again}</div>`;
  };
  const drawAccount = ({ account }: Read["serviceAccount"]): TemplateResult => {
    const who = account === null ? "tab.settings.model.nobody" : "tab.settings.model.account";
    const label = t(account === null ? "tab.settings.model.signIn" : "tab.settings.model.other");
    return html`<p>${t(who, { account: account ?? "" })}</p>${signIn.told()}${drawFailed(context, end)}
      <div class="buttons">${signIn.draw(label)}${account === null ? nothing : drawEnd()}</div>`;
  };
  const end = context.load(() => context.api("disconnectServiceAccount"));
  const disconnect = async () => {
    await end.start();
    if (end.state.kind === "ready") await models.start();
  };
  const drawEnd = () =>
    drawButton({
      label: t("tab.settings.model.disconnect"),
      press: () => void disconnect(),
      isBusy: end.state.kind === "loading",
    });
  const drawState = (model: Model, read: Read): TemplateResult => {
    const state = model === "application" ? read.application : read.serviceAccount;
    return html`${drawGranted(context, state)}${drawConsent(model, state)}
      ${model === "application" ? nothing : drawAccount(read.serviceAccount)}`;
  };
  return {
    want: models.want,
    draw: (chosen, choose) => html`<fieldset class="group">
      <legend>${t("tab.settings.model.title")}</legend>
      <p class="fine">${t("tab.settings.model.help")}</p>
      ${drawChoice(context, { model: "application", chosen, choose })}
      ${drawChoice(context, { model: "service-account", chosen, choose })}
      ${drawLoad(context, models, (read) => drawState(chosen, read))}
    </fieldset>`,
  };
}

interface Choice {
  readonly model: Model;
  readonly chosen: Model;
  readonly choose: (model: Model) => void;
}

function drawChoice({ t }: Context, { model, chosen, choose }: Choice): TemplateResult {
  return html`<label class="choice"><input type="radio" name="model" value=${model}
      .checked=${model === chosen} @change=${() => choose(model)}>
    <span><span class="choice-title">${t(`tab.settings.model.${model}`)}</span>
      <span class="fine">${t(`tab.settings.model.${model}.is`)}</span></span></label>`;
}

function drawGranted({ t }: Context, { state, missing }: State): TemplateResult {
  const color = { granted: "success", missing: "warning", unknown: "informative" } as const;
  const values = html`<ul class="permissions">${missing.map((value) => html`<li><code>${value}</code></li>`)}</ul>`;
  return html`<p>${drawBadge(t(`tab.settings.model.state.${state}`), color[state])}
      ${state === "unknown" ? t("tab.settings.model.unknown") : nothing}</p>
    ${missing.length === 0 ? nothing : html`<p>${t("tab.settings.model.missing")}</p>${values}`}`;
}
