import { html, nothing, type TemplateResult } from "lit-html";
import type { TabOutput } from "../../core/tab-api/index.ts";
import type { Context, Page } from "../view/context.ts";
import { drawButton } from "../view/controls.ts";
import { drawLoad } from "../view/loading.ts";
import { createGate } from "./gate.ts";
import { drawResults } from "./results.ts";
import { createTeam, type TeamSection } from "./team.ts";

type Teams = TabOutput<"listTeams">;

/** Home: where Consentry is and who reads what is shared there, and what the person asked last. */
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
  let hasBegun = false;
  const begin = async (): Promise<void> => {
    await teams.want();
    hasBegun = true;
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
      <section aria-labelledby="where">
        <h2 id="where">${t("tab.home.where.title")}</h2>
        <p class="lead">${t("tab.home.where.lead")}</p>
        ${drawLoad(context, teams, drawReady)}
      </section>
      ${hasBegun ? drawResults(context, results) : nothing}`,
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
