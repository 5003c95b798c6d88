import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { toMessageLink } from "../../core/teams-link.ts";
import type { Failure } from "../failure.ts";
import type { Context } from "../view/context.ts";
import { drawButton, onEscape } from "../view/controls.ts";
import { drawFacts } from "../view/facts.ts";
import { drawChart } from "./watch-chart.ts";

type Row = TabOutput<"listWatches">["watches"][number];

/** What stands in a watch that is open: what was found, how it went, and what may be done. */
export interface WatchDetail {
  draw(): TemplateResult;
}

export interface WatchDetailOptions {
  /** Unique on the page. */
  readonly id: string;
  /** The watch as it is known by now; a change made here is put there. */
  readonly kept: { row: Row };
  /** It was stopped, or somebody else has changed it: the list is asked for anew. */
  readonly ended: () => Promise<void>;
}

interface Work {
  isBusy: boolean;
  isAsking: boolean;
  told: string;
  failure?: Failure | undefined;
  /** Does again what failed. */
  retry?: () => Promise<void>;
}

/** It is loaded when somebody opens a watch. */
export function createWatchDetail(
  context: Context,
  { id, kept, ended }: WatchDetailOptions,
): WatchDetail {
  const { t } = context;
  const work: Work = { isBusy: false, isAsking: false, told: "" };
  const params = { app: kept.row.clientId };
  const run = async (act: () => Promise<string | Failure>): Promise<void> => {
    if (work.isBusy) return;
    Object.assign(work, { isBusy: true, told: "", failure: undefined });
    context.redraw();
    const came = await act();
    work.isBusy = false;
    const isConflict = typeof came !== "string" && came.code === "conflict";
    if (isConflict) await ended();
    work.told = isConflict ? t("tab.watches.conflict") : "";
    if (typeof came === "string") work.told = came;
    else if (!isConflict) Object.assign(work, { failure: came, retry: () => run(act) });
    // What is not there any more says so elsewhere.
    if (came !== "") context.focus(`#${id}-told`);
  };
  const look = async () => {
    const outcome = await context.api("lookWatch", { params });
    if (outcome.kind === "failed") return outcome.failure;
    kept.row = outcome.value.watch;
    return t("tab.watches.looked");
  };
  const snooze = (days: 0 | 7 | 30) => async () => {
    const { etag } = kept.row;
    const outcome = await context.api("snoozeWatch", { params, etag, body: { days } });
    if (outcome.kind === "failed") return outcome.failure;
    kept.row = outcome.value.watch;
    return t(days === 0 ? "tab.watches.speaks" : "tab.watches.quiet");
  };
  const stop = async () => {
    const { etag } = kept.row;
    const outcome = await context.api("stopWatch", { params, etag });
    work.isAsking = false;
    if (outcome.kind === "failed") return outcome.failure;
    context.say(t("tab.watches.stopped", { app: kept.row.app }));
    await ended();
    context.focus("#watches");
    return "";
  };
  const ask = (isAsking: boolean): void => {
    work.isAsking = isAsking;
    context.focus(isAsking ? `#${id}-really` : `#${id}-told`);
  };
  const acts: Acts = {
    look: () => run(look),
    snooze: (days) => run(snooze(days)),
    stop: () => run(stop),
    ask,
  };
  return { draw: () => drawBody(context, { id, work, acts, row: kept.row }) };
}

interface Acts {
  readonly look: () => Promise<void>;
  readonly snooze: (days: 0 | 7 | 30) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly ask: (isAsking: boolean) => void;
}

interface Body {
  readonly id: string;
  readonly row: Row;
  readonly work: Work;
  readonly acts: Acts;
}

function drawBody(context: Context, { id, row, work, acts }: Body): TemplateResult {
  const { t } = context;
  const { told, failure } = work;
  return html`
    <p id="${id}-told" tabindex="-1" role="status" class=${told === "" ? "visually-hidden" : "told"}>${told}</p>
    ${failure ? context.drawFailure(failure, () => work.retry?.()) : nothing}
    ${row.problem.map((line) => html`<p class="warning">${line}</p>`)}
    ${row.pausedAt === null ? nothing : html`<p class="warning">${t("tab.watches.paused")}</p>`}
    ${drawFindings(context, row)}
    ${drawFacts(toFacts(context, row))}
    ${drawChart(context, row)}
    ${work.isAsking ? drawReally(context, { id, row, work, acts }) : drawActs(context, { id, row, work, acts })}`;
}

function drawFindings({ t }: Context, { findings }: Row): TemplateResult {
  if (findings.length === 0) return html`<p>${t("tab.watches.nothing")}</p>`;
  return html`<div class="part"><h4>${t("tab.watches.findings")}</h4>
    <ul class="lines">${findings.map(
      ([first, ...others]) => html`<li><p><strong>${first}</strong></p>
        ${others.map((line) => html`<p class="fine">${line}</p>`)}</li>`,
    )}</ul></div>`;
}

function toFacts({ t, words }: Context, row: Row) {
  const { checkedAt, nextAt, snoozedUntil, startedAt, startedBy, pausedAt } = row;
  const never = t("tab.watches.never");
  const started = words.time(startedAt);
  return [
    { name: t("tab.watches.checked"), value: checkedAt === null ? never : words.time(checkedAt) },
    ...(pausedAt === null ? [{ name: t("tab.watches.next"), value: words.time(nextAt) }] : []),
    ...(snoozedUntil === null
      ? []
      : [{ name: t("tab.watches.until"), value: words.time(snoozedUntil) }]),
    {
      name: t("tab.watches.started"),
      value: startedBy === null ? started : `${started}, ${startedBy}`,
    },
  ];
}

function drawActs(context: Context, { row, work, acts }: Body): TemplateResult {
  const { t, host, go } = context;
  const { isBusy } = work;
  const about = row.app;
  const { notice } = row;
  const open = () => notice && host.open(toMessageLink(host.teams, notice, notice));
  const draw = (label: string, press: () => unknown) => drawButton({ label, press, about, isBusy });
  return html`<div class="buttons">
    ${draw(t("tab.watches.look"), acts.look)}
    ${row.isKeeper ? drawKeep(context, { row, draw, acts }) : nothing}
    ${drawButton({ label: t("tab.watches.setUp"), about, press: () => go({ page: "catalog", code: row.code }) })}
    ${notice ? drawButton({ label: t("tab.watches.notice"), about, press: open }) : nothing}
  </div>`;
}

interface Keep {
  readonly row: Row;
  readonly draw: (label: string, press: () => unknown) => TemplateResult;
  readonly acts: Acts;
}

function drawKeep({ t }: Context, { row, draw, acts }: Keep): TemplateResult {
  const isQuiet = row.snoozedUntil !== null;
  return html`${
    isQuiet
      ? draw(t("tab.watches.snooze.now"), () => acts.snooze(0))
      : html`${draw(t("tab.watches.snooze.week"), () => acts.snooze(7))}${draw(t("tab.watches.snooze.month"), () => acts.snooze(30))}`
  }${draw(t("tab.watches.stop"), () => acts.ask(true))}`;
}

function drawReally(context: Context, { id, row, work, acts }: Body): TemplateResult {
  const { t } = context;
  const cancel = () => acts.ask(false);
  return html`<section class="panel problem" aria-labelledby="${id}-really" @keydown=${onEscape(cancel)}>
    <h4 id="${id}-really" tabindex="-1">${t("tab.watches.stop.really", { app: row.app })}</h4>
    <p>${t("tab.watches.stop.follows")}</p>
    <div class="buttons">
      ${drawButton({ label: t("tab.watches.stop"), press: acts.stop, isBusy: work.isBusy })}
      ${drawButton({ label: t("tab.button.cancel"), press: cancel })}
    </div>
  </section>`;
}
