import {
  type Case,
  casesOfSelection,
  erratumsOf,
  ignoredChoices,
  type Requirement,
  requirePermissions,
  resolveSetUp,
  type Selection,
} from "../advisor/index.ts";
import { type Registration, splitByRegistration } from "../scope/index.ts";
import { answerActions, factsActions } from "./actions.ts";
import { mailboxRights, nextSteps, readingButtons, warningLines } from "./advice.ts";
import { drawDetails, inPhase } from "./details.ts";
import { drawFitting, type Economy } from "./economy.ts";
import { errataBlock } from "./errata.ts";
import { caseTitle } from "./names.ts";
import { list, type Part, type Parts, paragraphs, say, section, toView, under } from "./parts.ts";
import { drawScopeContext } from "./scope.ts";
import { consentLegend, permissionTable } from "./table.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/**
 * The permissions that cases need, in the order of the answer card. Says as much as fits on one.
 * @param cases at least one
 */
export function drawAnswer(voice: Voice, selection: Selection, cases: readonly Case[]): View {
  return drawFitting((economy) => drawWith(voice, selection, cases, economy));
}

function drawWith(
  voice: Voice,
  selection: Selection,
  cases: readonly Case[],
  economy: Economy,
): View {
  const requirements = requirePermissions(voice.world.catalogue, cases);
  const configured = inPhase(requirements, "configured");
  const added = inPhase(requirements, "addedOnApproval");
  const shares = sharesOf(voice, selection);
  const title = answerTitle(voice, cases, shares.length > 1);
  const counts = { title, configured: configured.length, added: added.length };
  const errata = erratumsOf(cases).map(({ erratum }) => erratum);
  const isNothing = requirements.length === 0;
  const nothing = isNothing ? [voice.t("explain.noPermissions")] : [];
  return toView(voice, "answer", voice.t("answer.summary", counts), {
    title: say(title),
    lead: paragraphs([
      ...leadLines(voice, cases, { isApart: shares.length > 1, lead: economy.lead }),
      ...nothing,
      ...ignoredLines(voice, selection),
    ]),
    scope: drawScopeContext(voice, cases),
    ...(shares.length > 1
      ? ownTables(voice, shares, economy)
      : tables(voice, requirements, cases, economy)),
    legend: consentLegend(voice, requirements),
    warnings: section(voice.t("answer.warnings"), warningsOf(voice, requirements, shares)),
    errata: errataBlock(voice, errata, economy.errata),
    rights: under(voice.t("answer.rights"), mailboxRights(voice, cases, economy.advice)),
    steps: under(voice.t("answer.steps"), nextSteps(voice, cases, economy.advice)),
    details: drawDetails(voice, requirements, cases, economy),
    reading: economy.advice === "full" ? readingButtons(voice, cases) : list([]),
    actions: isNothing
      ? factsActions(voice, selection)
      : answerActions(voice, selection, economy.actions),
  });
}

function answerTitle(voice: Voice, cases: readonly Case[], isApart: boolean): string {
  const [only, ...others] = cases;
  if (only && others.length === 0) return caseTitle(voice, only);
  return voice.t(isApart ? "own.title" : "answer.unionTitle", { count: cases.length });
}

function leadLines(
  voice: Voice,
  cases: readonly Case[],
  { isApart, lead }: { readonly isApart: boolean; readonly lead: Economy["lead"] },
): string[] {
  const [only, ...others] = cases;
  if (only && others.length === 0) return [voice.local(only.scenario.purpose)];
  const named = lead === "titles" ? cases : [];
  const titles = named.map((found) => `• ${caseTitle(voice, found)}`);
  return [...titles, voice.t(isApart ? "own.lead" : "answer.unionLead")];
}

/** What was said and changes nothing: better told than passed over. */
function ignoredLines({ t, local, world }: Voice, selection: Selection): string[] {
  const ignored = selection.flatMap((setUp) => {
    const resolution = resolveSetUp(world.catalogue, setUp);
    return resolution.kind === "found" ? ignoredChoices(resolution.found, setUp) : [];
  });
  const lines = ignored.map(({ title }) => t("answer.ignored", { choice: local(title) }));
  return [...new Set(lines)];
}

function tables(
  voice: Voice,
  requirements: readonly Requirement[],
  cases: readonly Case[],
  economy: Economy,
): Parts {
  const { t } = voice;
  const options = cases.length > 1 ? { cases: economy.cases } : {};
  return {
    configured: permissionTable(voice, inPhase(requirements, "configured"), {
      ...options,
      id: "configured",
      heading: t("answer.configured"),
    }),
    added: permissionTable(voice, inPhase(requirements, "addedOnApproval"), {
      ...options,
      id: "added",
      heading: t("answer.added"),
      lead: t("answer.addedLead"),
    }),
  };
}

/** What one app registration of Consentry's needs. */
interface Share {
  readonly registration: Registration;
  readonly requirements: readonly Requirement[];
}

function sharesOf({ world }: Voice, selection: Selection): readonly Share[] {
  const { catalogue } = world;
  return splitByRegistration(selection).map((share) => ({
    registration: share.registration,
    requirements: requirePermissions(catalogue, casesOfSelection(catalogue, share.selection)),
  }));
}

/** A table for each app registration, in the places of the two phases: Consentry's scopes have one. */
function ownTables(voice: Voice, shares: readonly Share[], economy: Economy): Parts {
  const draw = (wanted: Registration): Part =>
    permissionTable(
      voice,
      shares.flatMap(({ registration, requirements }) =>
        registration === wanted ? requirements : [],
      ),
      { id: wanted, heading: voice.t(`own.${wanted}`), cases: economy.cases },
    );
  return { configured: draw("api"), added: draw("bot") };
}

/** Types that never meet in one app registration are no reason to warn. */
function warningsOf(
  voice: Voice,
  requirements: readonly Requirement[],
  shares: readonly Share[],
): string[] {
  const groups = shares.length > 1 ? shares.map((share) => share.requirements) : [requirements];
  return [...new Set(groups.flatMap((group) => warningLines(voice, group)))];
}
