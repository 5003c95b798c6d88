import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawButton, onEscape } from "../view/controls.ts";
import { drawFailed } from "../view/loading.ts";

type Done = TabOutput<"signOut">;

/** What is kept about the person who looks: everybody may end it. */
export interface OwnData {
  draw(): TemplateResult;
}

export function createOwnData(context: Context): OwnData {
  const { t } = context;
  const forget = context.load(() => context.api("deleteMyData"));
  const signOut = context.load(() => context.api("signOut"));
  let isAsking = false;
  const ask = (isWanted: boolean): void => {
    isAsking = isWanted;
    context.focus(isWanted ? "#delete-really" : "#delete-ask");
  };
  const run = async (load: Load<Done>, done: string): Promise<void> => {
    await load.start();
    if (load.state.kind !== "ready") return;
    ask(false);
    context.say(t(done));
  };
  const really = () => run(forget, "tab.own.deleted");
  return {
    draw: () => html`<section class="group" aria-labelledby="own">
      <h2 id="own">${t("tab.own.title")}</h2>
      <p>${t("tab.own.signOut.is")}</p>
      ${drawFailed(context, signOut)}
      <div class="buttons">${drawButton({
        label: t("tab.own.signOut.button"),
        press: () => run(signOut, "tab.own.signedOut"),
        isBusy: signOut.state.kind === "loading",
      })}</div>
      <div class="danger">
        <h3>${t("tab.own.delete.title")}</h3>
        <p>${t("tab.own.delete.is")}</p>
        ${isAsking ? drawReally(context, { forget, really, cancel: () => ask(false) }) : nothing}
        ${isAsking ? nothing : drawAsk(context, () => ask(true))}
      </div>
    </section>`,
  };
}

function drawAsk({ t }: Context, press: () => void): TemplateResult {
  const button = drawButton({ label: t("tab.own.delete.button"), press, id: "delete-ask" });
  return html`<div class="buttons">${button}</div>`;
}

interface Really {
  readonly forget: Load<Done>;
  readonly really: () => Promise<void>;
  readonly cancel: () => void;
}

function drawReally(context: Context, { forget, really, cancel }: Really): TemplateResult {
  const { t } = context;
  const isBusy = forget.state.kind === "loading";
  return html`<section class="panel problem" aria-labelledby="delete-really" @keydown=${onEscape(cancel)}>
    <h4 id="delete-really" tabindex="-1">${t("tab.own.delete.really")}</h4>
    <p>${t("tab.own.delete.stays")}</p>
    ${drawFailed(context, forget)}
    <div class="buttons">
      ${drawButton({ label: t("tab.own.delete.yes"), press: really, isBusy })}
      ${drawButton({ label: t("tab.button.cancel"), press: cancel })}
    </div>
  </section>`;
}
