import {
  type Case,
  casesOfSelection,
  erratumsOf,
  parseSelection,
  requirePermissions,
} from "../advisor/index.ts";
import type { Note } from "../catalogue/index.ts";
import type { Permission, PermissionType } from "../permission/index.ts";
import { type Subject, toPermalink } from "../subject/index.ts";
import { findTeams, toChatLink } from "../teams-link.ts";
import { mailboxRights, nextSteps, warningLines } from "./advice.ts";
import { link } from "./buttons.ts";
import { inPhase } from "./details.ts";
import { drawWithin } from "./economy.ts";
import { caseTitle, findNote, permissionName, resourceName } from "./names.ts";
import { group, list, type Part, type Parts, paragraphs, say, toView } from "./parts.ts";
import { consentLegend, permissionTable } from "./table.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** What stands above and below a subject where others read it. */
export interface SharedFrame {
  /** Who shared it and when. @default nothing, as for what a person inserts */
  readonly byline?: Part;
  /** What has changed since, and how the grants stood; a list. @default nothing */
  readonly news?: Part;
}

/** How much is said: titles of what is to be done besides, or only how much there is. */
type Amount = "full" | "titles" | "none";

/**
 * A subject for everybody who reads it: its facts, and links in place of buttons, so that it works where the
 * bot is not, and for people who may press nothing. Schema 1.3 and older, which link previews ask for.
 * @returns undefined when the catalogue does not have the subject
 */
export function drawSharedView(
  voice: Voice,
  subject: Subject,
  frame: SharedFrame = {},
): View | undefined {
  const body = drawBody(voice, subject);
  if (!body) return undefined;
  const { title, summary } = body;
  return drawWithin<Amount>(["full", "titles", "none"], (amount) =>
    toView(voice, "shared", summary, {
      title: say(title),
      byline: frame.byline ?? list([]),
      news: frame.news ?? list([]),
      ...body.draw(amount),
      links: list(linksOf(voice, subject, title)),
    }),
  );
}

interface Body {
  readonly title: string;
  readonly summary: string;
  draw(amount: Amount): Parts;
}

function drawBody(voice: Voice, subject: Subject): Body | undefined {
  const { catalogue } = voice.world;
  switch (subject.kind) {
    case "answer": {
      const selection = parseSelection(catalogue, subject.code);
      const cases = selection ? casesOfSelection(catalogue, selection) : [];
      return cases.length === 0 ? undefined : answerBody(voice, cases);
    }
    case "permission": {
      const permission = catalogue.permissions.get(subject.key);
      return permission && permissionBody(voice, permission);
    }
    case "note": {
      const found = findNote(catalogue, subject.id);
      return found && noteBody(voice, found.note);
    }
    default:
      return subject satisfies never;
  }
}

function answerBody(voice: Voice, cases: readonly Case[]): Body {
  const { t, local, world } = voice;
  const needs = requirePermissions(world.catalogue, cases);
  const configured = inPhase(needs, "configured");
  const added = inPhase(needs, "addedOnApproval");
  const [only, ...others] = cases;
  const isOne = only !== undefined && others.length === 0;
  const title = isOne ? caseTitle(voice, only) : t("answer.unionTitle", { count: cases.length });
  const lead = isOne
    ? [local(only.scenario.purpose)]
    : cases.map((found) => `• ${caseTitle(voice, found)}`);
  const nothing = needs.length === 0 ? [t("explain.noPermissions")] : [];
  const options = isOne ? {} : { cases: "titles" as const };
  const counts = { title, configured: configured.length, added: added.length };
  return {
    title,
    summary: t("answer.summary", counts),
    draw: (amount) => ({
      lead: paragraphs([...lead, ...nothing]),
      configured: permissionTable(voice, configured, {
        ...options,
        id: "configured",
        heading: t("answer.configured"),
      }),
      added: permissionTable(voice, added, {
        ...options,
        id: "added",
        heading: t("answer.added"),
        lead: t("answer.addedLead"),
      }),
      legend: consentLegend(voice, needs),
      blocks: list([
        ...block(t("answer.warnings"), warningLines(voice, needs)),
        ...block(t("errata.heading"), errataLines(voice, cases, amount)),
        ...block(t("answer.rights"), mailboxRights(voice, cases, "titles").text),
        ...block(t("answer.steps"), nextSteps(voice, cases, "titles").text),
      ]),
    }),
  };
}

function errataLines({ local }: Voice, cases: readonly Case[], amount: Amount): string[] {
  return erratumsOf(cases).map(({ erratum }) =>
    amount === "full"
      ? `${local(erratum.title)}: ${local(erratum.tellTheAdmin)}`
      : local(erratum.title),
  );
}

function noteBody(voice: Voice, note: Note): Body {
  const { t, local } = voice;
  const title = local(note.title);
  return {
    title,
    summary: t("explain.summary", { title }),
    draw: () =>
      withoutTables({
        lead: paragraphs(note.text.map(local)),
        blocks: list([
          ...note.facts.flatMap((fact) => block(local(fact.title), [local(fact.text)])),
          ...block(t("explain.commands"), note.commands),
        ]),
      }),
  };
}

const TYPES = ["delegated", "application"] as const satisfies readonly PermissionType[];

function permissionBody(voice: Voice, permission: Permission): Body {
  const { t, local, world } = voice;
  const { value } = permission;
  const forms = TYPES.flatMap((type) => {
    const form = permission[type];
    return form ? block(permissionName(voice, permission, type), [local(form.plain)]) : [];
  });
  const resource = resourceName(world.catalogue, permission);
  return {
    title: value,
    summary: t("lookup.summary", { names: value }),
    draw: () =>
      withoutTables({
        lead: paragraphs([t("lookup.on", { value, resource })]),
        blocks: list(forms),
      }),
  };
}

function withoutTables(parts: { readonly lead: Part; readonly blocks: Part }): Parts {
  const none = list([]);
  return { lead: parts.lead, configured: none, added: none, legend: none, blocks: parts.blocks };
}

function block(heading: string, texts: readonly string[]): Part[] {
  if (texts.length === 0) return [];
  return [group({ heading: say(heading), lines: paragraphs(texts) })];
}

/** Open, ask about it in the own chat, export: addresses, so that they work for everybody everywhere. */
function linksOf({ t, world }: Voice, subject: Subject, title: string): Part[] {
  const address = toPermalink(world.publicUrl, subject);
  const teams = findTeams(world.cloud.frameAncestors);
  return [
    link(t("shared.open"), address),
    link(t("shared.ask"), toChatLink(teams, world.botId, `${title} ${address}`)),
    link(t("shared.export"), `${address}#export`),
  ];
}
