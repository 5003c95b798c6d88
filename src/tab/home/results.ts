import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { toChatLink } from "../../core/teams-link.ts";
import type { Load } from "../load.ts";
import type { Context } from "../view/context.ts";
import { drawBadge } from "../view/controls.ts";
import { drawLoad } from "../view/loading.ts";

type Results = TabOutput<"listResults">;
type Result = Results["results"][number];

/** What the person asked, checked and requested last; each leads back to its answer. */
export function drawResults(context: Context, results: Load<Results>): TemplateResult {
  const { t } = context;
  return html`<section aria-labelledby="results">
    <h2 id="results">${t("tab.home.results.title")}</h2>
    ${drawLoad(context, results, (value) => drawList(context, value))}
  </section>`;
}

function drawList(context: Context, { results }: Results): TemplateResult {
  if (results.length === 0) return html`<p>${context.t("tab.home.results.none")}</p>`;
  return html`<ul class="results">${results.map((result) => drawResult(context, result))}</ul>`;
}

function drawResult(context: Context, result: Result): TemplateResult {
  const { t, words, me, host } = context;
  const { kind, title, code, at, state } = result;
  const isAnswered = code !== "";
  const open = (): void => {
    if (isAnswered) context.go({ page: "catalog", code });
    else void host.open(toChatLink(host.teams, me.botId));
  };
  const where = t(isAnswered ? "tab.home.results.inCatalog" : "tab.home.results.inChat");
  return html`<li>
    <button type="button" class="link" @click=${open}>${title}<span class="visually-hidden"> ${where}</span></button>
    <p class="fine">${drawBadge(t(`tab.home.results.${kind}`))}
      <span>${words.time(at)}</span>${state === null ? nothing : html`<span>${state}</span>`}</p>
  </li>`;
}
