import {
  type Case,
  casesOfSelection,
  erratumsOf,
  erratumsOfNote,
  parseSelection,
  requirePermissions,
} from "../advisor/index.ts";
import type { Erratum, Note, Pack } from "../catalogue/index.ts";
import type { Permission, PermissionType } from "../permission/index.ts";
import { type Subject, toPermalink } from "../subject/index.ts";
import { toChatLink } from "../teams-link.ts";
import { mailboxRights, nextSteps, warningLines } from "./advice.ts";
import { link } from "./buttons.ts";
import { formatMoment } from "./dates.ts";
import { inPhase } from "./details.ts";
import { drawWithin } from "./economy.ts";
import { asOfLine, formLines, remarkLines, withTwins } from "./lookup.ts";
import { caseTitle, findNote, permissionName, resourceName, sourceLine } from "./names.ts";
import { group, list, type Part, type Parts, paragraphs, say, toView } from "./parts.ts";
import { useLines, usesByCase } from "./reverse.ts";
import { drawFrame, drawNoFrame, type SharedAs } from "./shared-frame.ts";
import { consentLegend, permissionTable } from "./table.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** How much is said: errata in full or by their titles, grants all, open ones or only counted. */
interface Amount {
  readonly errata: "full" | "titles";
  readonly state: "all" | "open" | "counts";
  readonly cases: "titles" | "counted";
  /** What a union is made of; its title counts it. */
  readonly lead: "titles" | "counted";
}

const AMOUNTS: readonly Amount[] = [
  { errata: "full", state: "all", cases: "titles", lead: "titles" },
  { errata: "titles", state: "all", cases: "titles", lead: "titles" },
  { errata: "titles", state: "open", cases: "titles", lead: "titles" },
  { errata: "titles", state: "counts", cases: "counted", lead: "titles" },
  { errata: "titles", state: "counts", cases: "counted", lead: "counted" },
];

/**
 * A subject for everybody who reads it: its facts, and links in place of buttons, so that it works where the
 * bot is not, and for people who may press nothing. Schema 1.3 and older, which link previews ask for.
 * @returns undefined when the catalogue does not have the subject
 */
export function drawSharedView(voice: Voice, subject: Subject, as?: SharedAs): View | undefined {
  const body = drawBody(voice, subject);
  if (!body) return undefined;
  const { title, summary } = body;
  return drawWithin(AMOUNTS, (amount) =>
    toView(voice, "shared", summary, {
      title: say(title),
      ...(as ? drawFrame(voice, as, amount.state) : drawNoFrame(voice)),
      ...body.draw(amount),
      links: list([...linksOf(voice, subject, title), ...body.links]),
    }),
  );
}

/** A share whose subject the catalogue does not have any more: what it was, and that it is gone. */
export function drawSharedGone(
  voice: Voice,
  subject: Subject,
  { title, as, at }: { readonly title: string; readonly as: SharedAs; readonly at: number },
): View {
  const { t } = voice;
  const gone = t("shared.gone", { moment: formatMoment(at, voice.language) });
  return toView(voice, "shared", gone, {
    title: say(title),
    ...drawFrame(voice, { ...as, change: null, state: null }, "counts"),
    ...withoutTables({ lead: paragraphs([gone]), blocks: list([]) }),
    links: list(linksOf(voice, subject, title)),
  });
}

/** What a subject is called in one line. */
export function nameSubject(voice: Voice, subject: Subject): string | undefined {
  return drawBody(voice, subject)?.title;
}

interface Body {
  readonly title: string;
  readonly summary: string;
  /** Links of its own. */
  readonly links: readonly Part[];
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
      return found && noteBody(voice, found.pack, found.note);
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
  const counts = { title, configured: configured.length, added: added.length };
  return {
    title,
    summary: t("answer.summary", counts),
    links: [],
    draw: ({ errata, cases: named, lead: amount }) => ({
      lead: paragraphs([...(isOne || amount === "titles" ? lead : []), ...nothing]),
      configured: permissionTable(voice, configured, {
        ...(isOne ? {} : { cases: named }),
        id: "configured",
        heading: t("answer.configured"),
      }),
      added: permissionTable(voice, added, {
        ...(isOne ? {} : { cases: named }),
        id: "added",
        heading: t("answer.added"),
        lead: t("answer.addedLead"),
      }),
      legend: consentLegend(voice, needs),
      blocks: list([
        ...(needs.length === 0 ? factBlocks(voice, cases) : []),
        ...block(t("answer.warnings"), warningLines(voice, needs)),
        ...block(t("errata.heading"), errataLines(voice, cases, errata)),
        ...block(t("answer.rights"), mailboxRights(voice, cases, "titles").text),
        ...block(t("answer.steps"), nextSteps(voice, cases, "titles").text),
      ]),
    }),
  };
}

/** A set-up without permissions says what counts instead. */
function factBlocks(voice: Voice, cases: readonly Case[]): Part[] {
  const { local } = voice;
  return cases.flatMap(({ scenario }) =>
    scenario.facts.flatMap(({ title, text }) => block(local(title), [local(text)])),
  );
}

function errataLines(voice: Voice, cases: readonly Case[], amount: Amount["errata"]): string[] {
  return erratumsOf(cases).map(({ erratum }) => errataLine(voice, erratum, amount));
}

function errataLine({ local }: Voice, erratum: Erratum, amount: Amount["errata"]): string {
  const title = local(erratum.title);
  return amount === "full" ? `${title}: ${local(erratum.tellTheAdmin)}` : title;
}

/** Links of a note that stand beside those of the card; Teams shows six. */
const LINK_LIMIT = 3;

function noteBody(voice: Voice, pack: Pack, note: Note): Body {
  const { t, local } = voice;
  const title = local(note.title);
  const sources = sourceLine(voice, note.sources);
  return {
    title,
    summary: t("explain.summary", { title }),
    links: note.links.slice(0, LINK_LIMIT).map((one) => link(local(one.title), one.url)),
    draw: ({ errata }) =>
      withoutTables({
        lead: paragraphs(note.text.map(local)),
        blocks: list([
          ...note.facts.flatMap((fact) => block(local(fact.title), [local(fact.text)])),
          ...block(t("explain.commands"), note.commands),
          ...block(
            t("errata.heading"),
            erratumsOfNote(pack, note.id).map((one) => errataLine(voice, one, errata)),
          ),
          ...block(t("lookup.sources"), sources === "" ? [] : [sources]),
        ]),
      }),
  };
}

const TYPES = ["delegated", "application"] as const satisfies readonly PermissionType[];

function permissionBody(voice: Voice, permission: Permission): Body {
  const { t, world } = voice;
  const { value, key } = permission;
  const shown = withTwins(voice, [key]);
  const uses = usesByCase(
    voice,
    shown.map((one) => one.key),
  );
  const setUps = uses.map(({ found, uses: own }) => {
    const how = useLines(voice, own, false).join(t("source.join"));
    return t("lookup.setUp", { name: caseTitle(voice, found), how });
  });
  return {
    title: value,
    summary: t("lookup.summary", { names: value }),
    links: [],
    draw: () =>
      withoutTables({
        lead: paragraphs(
          shown.map((one) =>
            t("lookup.on", { value, resource: resourceName(world.catalogue, one) }),
          ),
        ),
        blocks: list([
          ...shown.flatMap((one) => permissionBlocks(voice, one, shown.length > 1)),
          ...block(
            uses.length === 0 ? t("lookup.unused") : t("lookup.used", { count: uses.length }),
            setUps.length === 0 ? [asOfLine(voice)] : [...setUps, asOfLine(voice)],
          ),
        ]),
      }),
  };
}

/** A permission in each of its types, then what is to be known besides. */
function permissionBlocks(voice: Voice, permission: Permission, isOneOfTwo: boolean): Part[] {
  const { world, local } = voice;
  const resource = resourceName(world.catalogue, permission);
  const titleOf = (name: string) => (isOneOfTwo ? `${resource}: ${name}` : name);
  const forms = TYPES.flatMap((type) => {
    const form = permission[type];
    if (!form) return [];
    const texts = [local(form.plain), ...formLines(voice, permission, type, form)];
    return block(titleOf(permissionName(voice, permission, type)), texts);
  });
  return [...forms, ...block(resource, remarkLines(voice, permission))];
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
  const teams = world.cloud.teamsBase;
  return [
    link(t("shared.open"), address),
    link(t("shared.ask"), toChatLink(teams, world.botId, `${title} ${address}`)),
    link(t("shared.export"), `${address}#export`),
  ];
}
