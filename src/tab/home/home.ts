import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context, Page } from "../view/context.ts";
import { drawButton } from "../view/controls.ts";
import { drawLoad, drawSkeleton } from "../view/loading.ts";
import { createGate } from "./gate.ts";
import { createRequests } from "./requests.ts";
import { drawResults } from "./results.ts";
import { createTeam, type TeamSection } from "./team.ts";
import { createWatches } from "./watches.ts";

type Teams = TabOutput<"listTeams">;

/**
 * Home: what waits for the person and what they wait for, which apps are watched, where Consentry is and who
 * reads what is shared there, and what the person asked last.
 */
export function createHome(context: Context): Page {
  const { t } = context;
  let sections: readonly TeamSection[] = [];
  const results = context.load(() => context.api("listResults"));
  // The first team is open from the start: the list is shown once that is there, so that nothing moves.
  const teams = context.load(async () => {
    const outcome = await context.api("listTeams");
    if (outcome.kind === "failed") return outcome;
    sections = outcome.value.teams.map((team) => createTeam(context, team));
    await sections[0]?.open();
    return outcome;
  });
  const gate = createGate(context, () => sections.flatMap((section) => section.listWaiting()));
  const drawReady = (value: Teams) => html`${gate.draw()}${drawTeams(context, value, sections)}`;
  const drawWhere = () => html`<section aria-labelledby="where">
    <h2 id="where">${t("tab.home.where.title")}</h2>
    <p class="lead">${t("tab.home.where.lead")}</p>
    ${drawLoad(context, teams, drawReady)}
  </section>`;
  const work = createWork(context);
  // One after the other from the top: what comes later moves nothing that stands there already.
  let parts = 0;
  const begin = async (): Promise<void> => {
    const asked = teams.want();
    await work.start();
    parts = Math.max(parts, 1);
    context.redraw();
    await asked;
    parts = 2;
    context.redraw();
  };
  return {
    id: "home",
    enter: () => {
      void begin();
      void results.start();
    },
    draw: () => html`
      <h1 id="page-title" tabindex="-1">${t("tab.nav.home")}</h1>
      ${parts === 0 ? drawSkeleton("") : html`${work.draw()}${drawWhere()}`}
      ${parts < 2 ? nothing : drawResults(context, results)}`,
  };
}

/** What waits for the person, what they wait for, and what is watched. */
function createWork(context: Context) {
  const isApprover = context.me.roles.includes("approver");
  const mine = createRequests(context, "mine");
  const decide = createRequests(context, "decide");
  const watches = createWatches(context);
  return {
    start: async (): Promise<void> => {
      const lists = [mine, watches, ...(isApprover ? [decide] : [])];
      await Promise.all(lists.map((list) => list.start()));
    },
    draw: () => html`${isApprover ? decide.draw() : nothing}${mine.draw()}${watches.draw()}`,
  };
}
function drawTeams(
  context: Context,
  { teams, others }: Teams,
  sections: readonly TeamSection[],
): TemplateResult {
  const { t, words } = context;
  const none = html`<p>${t("tab.home.teams.none")}</p>`;
  const list = html`<ul class="teams">${sections.map(({ draw }) => html`<li>${draw()}</li>`)}</ul>`;
  const more =
    others === 0
      ? nothing
      : html`<p>${t(`tab.home.others.${words.form(others)}`, { count: words.number(others) })}</p>`;
  return html`${teams.length === 0 ? none : list}${more}${drawAdd(context)}`;
}

/** Source of the link: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-application */
function drawAdd({ t, me, host }: Context): TemplateResult | typeof nothing {
  const how = html`<p class="fine">${t("tab.home.add.how")}</p>`;
  if (me.teamsAppId === null) return how;
  const press = () => host.open(`${host.teams}/l/app/${me.teamsAppId}`);
  return html`${how}<div class="buttons">${drawButton({ label: t("tab.home.add.button"), press })}</div>`;
}
