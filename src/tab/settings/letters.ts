import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Failure } from "../failure.ts";
import type { Context } from "../view/context.ts";
import { drawButton, onEscape } from "../view/controls.ts";

type Read = TabOutput<"readJobs">;
type Letter = Read["letters"][number];

/** Messages that were given up: sent again, or thrown away by somebody who is sure. */
export interface Letters {
  draw(read: Read): TemplateResult;
}

export interface LettersOptions {
  /** What went wrong with a press, drawn above the list. */
  readonly failures: { now?: Failure | undefined };
  readonly reload: () => Promise<void>;
}

export function createLetters(context: Context, { failures, reload }: LettersOptions): Letters {
  const { t } = context;
  let asking: string | undefined;
  let busy: string | undefined;
  const ask = (id: string | undefined): void => {
    asking = id;
    context.focus(id === undefined ? "#letters" : "#discard-really");
  };
  const run = async (route: "reviveLetter" | "discardLetter", { id }: Letter): Promise<void> => {
    if (busy !== undefined) return;
    busy = id;
    failures.now = undefined;
    context.redraw();
    const outcome = await context.api(route, { params: { letter: id } });
    busy = undefined;
    asking = undefined;
    const isGone = outcome.kind === "failed" && outcome.failure.code === "not_found";
    if (outcome.kind === "failed" && !isGone) failures.now = outcome.failure;
    else context.say(t(isGone ? "tab.jobs.gone" : SAID[route]));
    if (outcome.kind === "ok" || isGone) await reload();
    context.focus("#letters");
  };
  const drawActs = (letter: Letter): TemplateResult => {
    const about = [nameTopic(context, letter), letter.about ?? ""].filter(Boolean).join(", ");
    const isBusy = busy === letter.id;
    return html`<div class="buttons">
      ${drawButton({ label: t("tab.jobs.revive"), about, press: () => void run("reviveLetter", letter), isBusy })}
      ${drawButton({ label: t("tab.jobs.discard"), about, press: () => ask(letter.id) })}
    </div>`;
  };
  const drawReally = (letter: Letter): TemplateResult => html`<section
    class="panel problem" aria-labelledby="discard-really" @keydown=${onEscape(() => ask(undefined))}>
    <h4 id="discard-really" tabindex="-1">${t("tab.jobs.discard.really")}</h4>
    <p>${t("tab.jobs.discard.follows")}</p>
    <div class="buttons">
      ${drawButton({ label: t("tab.jobs.discard.yes"), press: () => void run("discardLetter", letter), isBusy: busy === letter.id })}
      ${drawButton({ label: t("tab.button.cancel"), press: () => ask(undefined) })}
    </div>
  </section>`;
  const drawLetter = (letter: Letter): TemplateResult => html`<li>
    ${drawWords(context, letter)}
    ${asking === letter.id ? drawReally(letter) : drawActs(letter)}
  </li>`;
  return {
    draw: ({ letters, dead }) => {
      if (letters.length === 0) return html`<p>${t("tab.jobs.dead.none")}</p>`;
      const count = context.words.number(letters.length);
      const more = html`<p class="fine">${t("tab.jobs.dead.more", { count })}</p>`;
      return html`${dead > letters.length ? more : nothing}
        <ul class="letters">${letters.map(drawLetter)}</ul>`;
    },
  };
}

const SAID = { reviveLetter: "tab.jobs.revived", discardLetter: "tab.jobs.discarded" } as const;

const TOPICS: ReadonlySet<string> = new Set(["approval", "mail", "watch"]);
/** What deliverers say, as far as there are words for it. */
const REASONS: ReadonlySet<string> = new Set([
  "unreached",
  "busy",
  "slow",
  "failed",
  "left",
  "unknown",
  "unreadable",
  "unread",
  "no-chat",
  "not-allowed",
  "refused",
]);

function nameTopic({ t }: Context, { topic }: Letter): string {
  return t(`tab.jobs.topic.${TOPICS.has(topic) ? topic : "other"}`);
}

function drawWords(context: Context, letter: Letter): TemplateResult {
  const { t, words } = context;
  const { about, why, tries, writtenAt, diedAt } = letter;
  const since = t("tab.jobs.since", { written: words.time(writtenAt), died: words.time(diedAt) });
  const count = t(`tab.jobs.tries.${words.form(tries)}`, { count: words.number(tries) });
  const reason = REASONS.has(why) ? t(`tab.jobs.why.${why}`) : t("tab.jobs.why.other", { why });
  return html`<p><strong>${nameTopic(context, letter)}</strong></p>
    <p>${about ?? t("tab.jobs.about.gone")}</p>
    <p>${reason}</p>
    <p class="fine">${since}, ${count}.</p>`;
}
