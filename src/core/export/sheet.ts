import {
  type Case,
  caseId,
  casesOfSelection,
  erratumsOf,
  formatSelection,
  parseSelection,
  requirePermissions,
} from "../advisor/index.ts";
import type { Note } from "../catalogue/index.ts";
import type { GrantReport } from "../grant/index.ts";
import { type Subject, toPermalink } from "../subject/index.ts";
import { caseTitle, findNote, resourceName, type Voice } from "../view/index.ts";
import { type SheetRow, toNeededRow, toReportRows } from "./sheet-row.ts";

/** What can be exported. */
export type ExportSource =
  /** A fact of the catalogue; nothing of a tenant. */
  | { readonly kind: "subject"; readonly subject: Subject }
  /** What a tenant has granted to an app: for the person alone who had it read. */
  | {
      readonly kind: "report";
      /** Code of the selection that the report is about. */
      readonly code: string;
      readonly report: GrantReport;
    };

/** A correction of a source, as an export tells it. */
export interface SheetErratum {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A heading with lines under it. */
export interface SheetSection {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The one plain table that every format writes from. */
export interface Sheet {
  readonly kind: "answer" | "permission" | "note" | "report";
  /** Of `a-z`, digits and hyphens, for the name of the file. */
  readonly name: string;
  readonly voice: Voice;
  readonly title: string;
  readonly lead: readonly string[];
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  readonly rows: readonly SheetRow[];
  readonly errata: readonly SheetErratum[];
  /** What there is to read besides the rows. */
  readonly sections: readonly SheetSection[];
  /** Address of the page that says the same, of today's catalogue. Never of a tenant. */
  readonly link: string;
  /** The app that was looked at, and when: of reports only. The name is somebody else's words. */
  readonly app?: { readonly name: string; readonly clientId: string; readonly readAt: number };
}

/**
 * Lays a result out as a table.
 * @returns undefined when the catalogue does not have the subject
 */
export function toSheet(voice: Voice, source: ExportSource): Sheet | undefined {
  if (source.kind === "report") return toReportSheet(voice, source.code, source.report);
  const { subject } = source;
  switch (subject.kind) {
    case "answer":
      return toAnswerSheet(voice, subject.code);
    case "permission":
      return toPermissionSheet(voice, subject);
    case "note":
      return toNoteSheet(voice, subject);
    default:
      return subject satisfies never;
  }
}

function toAnswerSheet(voice: Voice, code: string): Sheet | undefined {
  const found = findCases(voice, code);
  if (!found) return undefined;
  const { cases } = found;
  const needs = requirePermissions(voice.world.catalogue, cases);
  const errata = erratumsOf(cases);
  const rows = needs.map((need) => toNeededRow(voice, need, errata));
  return { ...found.sheet, kind: "answer", rows };
}

function toReportSheet(voice: Voice, code: string, report: GrantReport): Sheet | undefined {
  const found = findCases(voice, code);
  if (!found) return undefined;
  const { name, clientId } = report.app;
  return {
    ...found.sheet,
    kind: "report",
    name: `${found.sheet.name}-report`,
    rows: toReportRows(voice, report, erratumsOf(found.cases)),
    app: { name, clientId, readAt: report.readAt },
  };
}

function findCases(voice: Voice, code: string) {
  const { catalogue, publicUrl } = voice.world;
  const selection = parseSelection(catalogue, code);
  const cases = selection ? casesOfSelection(catalogue, selection) : [];
  if (!selection || cases.length === 0) return undefined;
  const subject: Subject = { kind: "answer", code: formatSelection(selection) };
  const sheet = {
    name: nameOf(cases),
    voice,
    title: titleOf(voice, cases),
    lead: cases.map(({ scenario }) => voice.local(scenario.purpose)),
    cases: cases.map((one) => ({ id: caseId(one), title: caseTitle(voice, one) })),
    errata: erratumsOf(cases).map(({ erratum: { id, title, tellTheAdmin } }) => ({
      id,
      title: voice.local(title),
      text: voice.local(tellTheAdmin),
    })),
    sections: cases.flatMap((one) => sectionsOf(voice, one)),
    link: toPermalink(publicUrl, subject),
  };
  return { cases, sheet };
}

/** `autostore-2`, `autostore-1-6-7`; ids of packs and scenarios are kebab-case. */
function nameOf(cases: readonly Case[]): string {
  const packs = [...new Set(cases.map(({ pack }) => pack.head.id))];
  const scenarios = [...new Set(cases.map(({ scenario }) => scenario.id))];
  const isShort = packs.length === 1 && scenarios.length <= 4;
  return isShort ? [...packs, ...scenarios].join("-") : [...packs, String(cases.length)].join("-");
}

function titleOf(voice: Voice, cases: readonly Case[]): string {
  const [only, ...others] = cases;
  if (only && others.length === 0) return caseTitle(voice, only);
  return voice.t("answer.unionTitle", { count: cases.length });
}

/** Facts of a case where no permission is involved, and what Entra cannot grant. */
function sectionsOf(voice: Voice, { pack, scenario, variant }: Case): SheetSection[] {
  const { local, t } = voice;
  const facts = scenario.facts.map(({ title, text }) => ({
    heading: local(title),
    lines: [local(text)],
  }));
  const rights = pack.head.mailboxRights
    .filter(({ id }) => variant.mailboxRights.includes(id))
    .map(({ title, text, command }) => `${local(title)}: ${local(text)} ${command}`);
  return rights.length === 0 ? facts : [...facts, { heading: t("answer.rights"), lines: rights }];
}

const TYPES = ["delegated", "application"] as const;

function toPermissionSheet(
  voice: Voice,
  subject: Extract<Subject, { kind: "permission" }>,
): Sheet | undefined {
  const { catalogue, publicUrl } = voice.world;
  const permission = catalogue.permissions.get(subject.key);
  if (!permission) return undefined;
  const { value } = permission;
  const rows = TYPES.flatMap((type): SheetRow[] => {
    const form = permission[type];
    if (!form) return [];
    const need = { permission, type, form, phase: "configured", reasons: [] } as const;
    return [{ ...toNeededRow(voice, need, []), phase: null }];
  });
  return {
    kind: "permission",
    name: `permission-${toSlug(subject.key)}`,
    voice,
    title: value,
    lead: [voice.t("lookup.on", { value, resource: resourceName(catalogue, permission) })],
    cases: [],
    rows,
    errata: [],
    sections: [],
    link: toPermalink(publicUrl, subject),
  };
}

function toNoteSheet(voice: Voice, subject: Extract<Subject, { kind: "note" }>): Sheet | undefined {
  const found = findNote(voice.world.catalogue, subject.id);
  if (!found) return undefined;
  const { local } = voice;
  const { note } = found;
  return {
    kind: "note",
    name: `note-${toSlug(subject.id)}`,
    voice,
    title: local(note.title),
    lead: note.text.map(local),
    cases: [],
    rows: [],
    errata: [],
    sections: noteSections(voice, note),
    link: toPermalink(voice.world.publicUrl, subject),
  };
}

function noteSections({ t, local }: Voice, { facts, commands }: Note): SheetSection[] {
  return [
    ...facts.map(({ title, text }) => ({ heading: local(title), lines: [local(text)] })),
    ...(commands.length === 0 ? [] : [{ heading: t("explain.commands"), lines: commands }]),
  ];
}

function toSlug(id: string): string {
  return id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
