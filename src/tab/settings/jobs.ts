import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Failure } from "../failure.ts";
import type { Context } from "../view/context.ts";
import { drawFacts } from "../view/facts.ts";
import { drawLoad } from "../view/loading.ts";
import { createLetters } from "./letters.ts";

type Read = TabOutput<"readJobs">;

/** How background jobs go, and what they have given up. */
export interface Jobs {
  /** @returns once it is known, or why not */
  want(): Promise<void>;
  draw(): TemplateResult;
}

export function createJobs(context: Context): Jobs {
  const { t } = context;
  const jobs = context.load(() => context.api("readJobs"));
  const failures: { now?: Failure | undefined } = {};
  const letters = createLetters(context, { failures, reload: jobs.start });
  const drawRead = (read: Read): TemplateResult => html`
    ${drawFacts(toFacts(context, read))}
    <h3 id="letters" tabindex="-1">${t("tab.jobs.dead")}</h3>
    ${failures.now ? context.drawFailure(failures.now, jobs.start) : nothing}
    ${letters.draw(read)}`;
  return {
    want: jobs.want,
    draw: () => html`<section class="group" aria-labelledby="jobs">
      <h2 id="jobs">${t("tab.jobs.title")}</h2>
      <p class="fine">${t("tab.jobs.is")}</p>
      ${drawLoad(context, jobs, drawRead)}
    </section>`,
  };
}

function toFacts({ t, words }: Context, { lastRoundAt, waiting, dead }: Read) {
  const round = lastRoundAt === null ? t("tab.jobs.lastRound.none") : words.time(lastRoundAt);
  return [
    { name: t("tab.jobs.lastRound"), value: round },
    { name: t("tab.jobs.waiting"), value: words.number(waiting) },
    { name: t("tab.jobs.dead"), value: words.number(dead) },
  ];
}
