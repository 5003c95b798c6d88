import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import { createConsentLinks } from "../view/consent-links.ts";
import type { Context } from "../view/context.ts";
import { drawBadge, drawButton, onEscape } from "../view/controls.ts";
import { drawFailed, drawLoad } from "../view/loading.ts";
import { createSignIn } from "../view/sign-in.ts";
import type { Draft } from "./form.ts";
import { drawStopped } from "./stopped.ts";

type Read = TabOutput<"readModels">;
type Model = Draft["model"];
type State = Read["application"];

/** The two ways in which jobs read the tenant, what is granted to each, and how to grant it. */
export interface Models {
  /** @returns once it is known what is granted, or why not */
  want(): Promise<void>;
  /** @param saved what holds until the form is saved */
  draw(chosen: Model, choose: (model: Model) => void, saved: Model): TemplateResult;
  /** What keeps the jobs from working as they are saved; nothing where they work, or that is not known. */
  drawStopped(saved: Model): TemplateResult | typeof nothing;
}

/** What keeps the jobs from their work, and since when. */
function drawLost({ t, words }: Context, { lost }: Read): TemplateResult | typeof nothing {
  if (lost.length === 0) return nothing;
  return html`${lost.map(({ area, why, since }) => {
    const name = area === "mail" && why === "consent" ? "mail-consent" : why;
    return html`<div class="notice">
      <p><strong>${t(`jobs.lost.${area}.title`)}</strong></p>
      <p>${t(`jobs.${name}.is`)} ${t(`jobs.${name}.do`)}</p>
      <p class="fine">${t("jobs.since")} ${words.time(since)}</p>
    </div>`;
  })}`;
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
  let isAsking = false;
  const ask = (isWanted: boolean): void => {
    isAsking = isWanted;
    context.focus(isWanted ? "#disconnect-really" : "#disconnect-ask");
  };
  const drawAccount = ({ account, isYours }: Read["serviceAccount"], saved: Model) => {
    const who = account === null ? "tab.settings.model.nobody" : "tab.settings.model.account";
    const label = t(account === null ? "tab.settings.model.signIn" : "tab.settings.model.other");
    if (account !== null && isAsking)
      return drawReally(context, { end, disconnect, cancel: () => ask(false) });
    return html`<p>${t(who, { account: account ?? "" })}</p>
      ${isYours ? html`<p>${t("tab.settings.model.yours")}</p>` : nothing}${signIn.told()}${drawFailed(context, end)}
      <div class="buttons">${signIn.draw(label)}${account === null ? nothing : drawEnd(saved)}</div>`;
  };
  const end = context.load(() => context.api("disconnectServiceAccount"));
  const disconnect = async () => {
    await end.start();
    if (end.state.kind !== "ready") return;
    isAsking = false;
    await models.start();
  };
  const drawEnd = (saved: Model) =>
    drawButton({
      label: t("tab.settings.model.disconnect"),
      // Jobs that run as this account stop with it: that is asked first.
      press: () => (saved === "service-account" ? ask(true) : void disconnect()),
      id: "disconnect-ask",
      isBusy: end.state.kind === "loading",
    });
  const drawState = (model: Model, read: Read, saved: Model): TemplateResult => {
    const state = model === "application" ? read.application : read.serviceAccount;
    return html`${drawLost(context, read)}${drawGranted(context, state)}${drawConsent(model, state)}
      ${model === "application" ? nothing : drawAccount(read.serviceAccount, saved)}`;
  };
  return {
    want: models.want,
    drawStopped: (saved) =>
      models.state.kind === "ready" ? drawStopped(context, models.state.value, saved) : nothing,
    draw: (chosen, choose, saved) => html`<fieldset class="group">
      <legend>${t("tab.settings.model.title")}</legend>
      <p class="fine">${t("tab.settings.model.help")}</p>
      ${drawChoice(context, { model: "application", chosen, choose })}
      ${drawChoice(context, { model: "service-account", chosen, choose })}
      ${drawLoad(context, models, (read) => drawState(chosen, read, saved))}
    </fieldset>`,
  };
}

interface Really {
  readonly end: Load<unknown>;
  readonly disconnect: () => Promise<void>;
  readonly cancel: () => void;
}

function drawReally(context: Context, { end, disconnect, cancel }: Really): TemplateResult {
  const { t } = context;
  const isBusy = end.state.kind === "loading";
  return html`<section class="panel problem" aria-labelledby="disconnect-really" @keydown=${onEscape(cancel)}>
    <h3 id="disconnect-really" tabindex="-1">${t("tab.settings.model.disconnect.really")}</h3>
    <p>${t("tab.settings.model.disconnect.follows")}</p>
    ${drawFailed(context, end)}
    <div class="buttons">
      ${drawButton({ label: t("tab.settings.model.disconnect"), press: () => void disconnect(), isBusy })}
      ${drawButton({ label: t("tab.button.cancel"), press: cancel })}
    </div>
  </section>`;
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
