import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawButton } from "../view/controls.ts";
import { copyText } from "../view/copy-text.ts";
import { drawLoad, drawProgress } from "../view/loading.ts";

type Reply = TabOutput<"ask">;

/** An answer as it stands: its card is drawn once, and keeps what is typed in it. */
export interface Shown {
  readonly reply: Extract<Reply, { kind: "card" }>;
  /** Undefined where the card could not be drawn: then its summary stands there. */
  readonly element: HTMLElement | undefined;
}

export interface AnswerParts {
  readonly shown: Shown | undefined;
  readonly asking: Load<Reply> | undefined;
}

/** The answer that is open, and what is under way with it. */
export function drawAnswer(context: Context, { shown, asking }: AnswerParts): TemplateResult {
  const { t } = context;
  const isAsking = asking?.state.kind === "loading";
  const isFresh = shown === undefined;
  return html`<section class="answer" aria-labelledby="answer-title">
    <div class="answer-head">
      <h2 id="answer-title" tabindex="-1">${t("tab.catalog.answer.title")}</h2>
      ${isAsking && !isFresh ? drawProgress(t("tab.loading.asking")) : nothing}
      <div class="buttons">
        ${drawButton({ label: t("tab.catalog.answer.browse"), press: () => context.go({ page: "catalog" }) })}
        ${shown ? drawLinks(context, shown) : nothing}
      </div>
    </div>
    ${asking && (isFresh || !isAsking) ? drawLoad(context, asking, () => html`${nothing}`) : nothing}
    ${shown ? drawCard(shown, isAsking) : nothing}
  </section>`;
}

function drawCard({ reply, element }: Shown, isAsking: boolean): TemplateResult {
  return html`<div class="card" aria-busy=${isAsking ? "true" : "false"} ?inert=${isAsking}>
    ${element ?? html`<p>${reply.summary}</p>`}
  </div>`;
}

/** The page of the answer, which everybody may read: to copy, to share, and for its downloads. */
function drawLinks(context: Context, { reply }: Shown): TemplateResult | typeof nothing {
  const { t, host } = context;
  const { link } = reply;
  if (link === null) return nothing;
  const copy = async (): Promise<void> => {
    context.say(t((await copyText(link)) ? "tab.catalog.answer.copied" : "tab.consent.notCopied"));
  };
  const share = () => host.share(link, reply.summary.slice(0, 500));
  return html`${drawButton({ label: t("tab.catalog.answer.copy"), press: copy })}
    ${host.canShare() ? drawButton({ label: t("tab.catalog.answer.share"), press: share }) : nothing}
    ${drawButton({ label: t("tab.catalog.answer.export"), press: () => host.open(`${link}#export`) })}`;
}

/** Some buttons belong to a conversation: it is opened, and what is to be said stands ready there. */
export function drawInChat({ t }: Context, open: () => void): TemplateResult {
  return html`<section class="panel" aria-labelledby="in-chat">
    <h2 id="in-chat" tabindex="-1">${t("tab.catalog.inChat.title")}</h2>
    <p>${t("tab.catalog.inChat.do")}</p>
    <div class="buttons">${drawButton({ label: t("tab.catalog.inChat.open"), press: open, look: "primary" })}</div>
  </section>`;
}
