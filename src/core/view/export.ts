import { type Case, formatSelection, type Selection } from "../advisor/index.ts";
import { toExportLink } from "../subject/index.ts";
import { backButton, bottomBar } from "./actions.ts";
import { button, buttons, link } from "./buttons.ts";
import { drawWithin } from "./economy.ts";
import { caseTitle } from "./names.ts";
import { group, hide, label, lines, list, type Part, paragraphs, say, toView } from "./parts.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** A format as the card names it. */
export interface ExportChoice {
  readonly id: string;
  readonly name: string;
  /** What it is for. */
  readonly line: string;
}

/** What the export card is drawn from. */
export interface ExportRequest {
  readonly selection: Selection;
  readonly cases: readonly Case[];
  /** Of a report: the app that was looked at. Its exports are for the person alone and have no address. */
  readonly clientId?: string | undefined;
  /** Those that have something to write. */
  readonly formats: readonly ExportChoice[];
  /** The one that was chosen. */
  readonly chosen?: ExportChosen | undefined;
  /** What became of a file that was offered. */
  readonly notice?: "declined" | "failed" | "over" | undefined;
}

/** A written export. */
export interface ExportChosen {
  readonly id: string;
  readonly fileName: string;
  readonly text: string;
  /** As CodeBlock names it. */
  readonly language: string;
  /** Whether a file is offered besides. */
  readonly isOffered: boolean;
}

/** How much of the code stands on the card: all of it in every client, in those that draw it as code, or none. */
type Amount = "everywhere" | "as-code" | "none";

/** Offers the formats, or shows what was written in one. */
export function drawExportView(voice: Voice, request: ExportRequest): View {
  // A report holds words of the tenant, which stay in the element that reads no Markdown.
  const amounts: readonly Amount[] =
    request.clientId === undefined ? ["everywhere", "as-code", "none"] : ["as-code", "none"];
  return drawWithin(amounts, (amount) => drawWith(voice, request, amount));
}

function drawWith(voice: Voice, request: ExportRequest, amount: Amount): View {
  const { t } = voice;
  const { chosen, formats, cases, notice } = request;
  const name = formats.find(({ id }) => id === chosen?.id)?.name;
  const title = name === undefined ? t("export.title") : t("export.titleOf", { name });
  const others = formats.filter(({ id }) => id !== chosen?.id);
  return toView(voice, "export", title, {
    title: say(title),
    notice: paragraphs(notice ? [t(`export.notice.${notice}`)] : []),
    lead: paragraphs([
      cases.map((found) => caseTitle(voice, found)).join(t("source.join")),
      ...leadLines(voice, request, amount),
    ]),
    code: list(chosen && amount !== "none" ? [drawCode(voice, chosen, amount)] : []),
    download: list(chosen ? downloadOf(voice, request, chosen.id, name ?? chosen.id) : []),
    formats: list(chosen ? [] : formats.map((one) => drawFormat(voice, request, one))),
    others: list(
      chosen && others.length > 0
        ? [
            group({
              heading: say(t("export.others")),
              rows: list(toRows(others).map((row) => drawRow(request, row))),
            }),
          ]
        : [],
    ),
    actions: bottomBar(voice, [backButton(voice, formatSelection(request.selection))]),
  });
}

/** A client draws six buttons of a row and drops the others. */
const ROW = 4;

function toRows(choices: readonly ExportChoice[]): readonly (readonly ExportChoice[])[] {
  const starts = choices.flatMap((_, index) => (index % ROW === 0 ? [index] : []));
  return starts.map((start) => choices.slice(start, start + ROW));
}

function drawRow(request: ExportRequest, row: readonly ExportChoice[]): Part {
  return group({ choices: buttons(row.map((one) => formatButton(one.name, request, one.id))) });
}

function leadLines({ t }: Voice, request: ExportRequest, amount: Amount): string[] {
  const { chosen, clientId, formats } = request;
  if (formats.length === 0) return [t("export.nothing")];
  const about = clientId === undefined ? [] : [t("export.ofReport", { clientId })];
  if (!chosen) return [...about, t("export.lead")];
  return [
    ...about,
    t("export.file", { name: chosen.fileName }),
    ...(chosen.isOffered ? [t("export.offered")] : []),
    ...(amount === "none" ? [t("export.tooLarge")] : []),
  ];
}

/** The code itself, and what clients draw that do not know the element. */
function drawCode({ t }: Voice, { text, language }: ExportChosen, amount: Amount): Part {
  const instead = amount === "everywhere" ? text : t("export.codeElsewhere");
  return group({
    snippet: hide(text),
    language: hide(language),
    lines: lines([say(instead)]),
  });
}

function drawFormat(voice: Voice, request: ExportRequest, { id, name, line }: ExportChoice): Part {
  return group({
    name: say(name),
    line: say(line),
    choices: buttons([formatButton(voice.t("export.show", { name }), request, id)]),
    links: list(downloadOf(voice, request, id, name)),
  });
}

function formatButton(title: string, { selection, clientId }: ExportRequest, format: string): Part {
  const s = formatSelection(selection);
  if (clientId === undefined) return button(title, "export", { s, format });
  return button(title, "export-report", { s, clientId, format });
}

/** The page of the permalink knows nothing of a tenant, and so no report. */
function downloadOf(
  { t, world }: Voice,
  { selection, clientId }: ExportRequest,
  format: string,
  name: string,
): Part[] {
  if (clientId !== undefined) return [];
  const subject = { kind: "answer", code: formatSelection(selection) } as const;
  const title = label(t("export.download", { name })).data as string;
  return [link(title, toExportLink(world.publicUrl, subject, format))];
}
