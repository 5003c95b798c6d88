import { formatSelection, type Selection } from "../core/advisor/index.ts";
import {
  describeFormat,
  EXPORT_FORMATS,
  type ExportFile,
  type ExportFormat,
  type ExportFormatId,
  type ExportSource,
  listExportFormats,
  writeExport,
} from "../core/export/index.ts";
import type { Language } from "../core/local-text.ts";
import { drawExport, type View } from "../core/view/index.ts";
import type { FileOffer } from "./file-cards.ts";
import type { Tools } from "./route.ts";
import type { Turn } from "./turn.ts";

/** What became of a file that was offered. */
export type ExportNotice = NonNullable<Parameters<typeof drawExport>[2]["notice"]>;

/** What is to be exported, and in which format where one is chosen. */
export interface ExportWish {
  readonly selection: Selection;
  readonly source: ExportSource;
  readonly format?: ExportFormatId | undefined;
  readonly notice?: ExportNotice | undefined;
}

/** A card, and the file that goes with it. */
export interface ExportStep {
  readonly view: View;
  readonly file?: FileOffer;
}

/** The selection as what is exported of it. */
export function toAnswerSource(selection: Selection): ExportSource {
  return { kind: "subject", subject: { kind: "answer", code: formatSelection(selection) } };
}

/**
 * The card with the formats, or with what was written in the chosen one and, in the person's own chat, the
 * offer of a file.
 * @returns undefined when the selection names no complete case
 */
export function stepToExport(turn: Turn, wish: ExportWish, tools: Tools): ExportStep | undefined {
  const { world } = tools;
  const { source, notice } = wish;
  const s = formatSelection(wish.selection);
  const clientId = source.kind === "report" ? source.report.app.clientId : undefined;
  const format = EXPORT_FORMATS.find(({ id }) => id === wish.format);
  const file = format && writeExport(world, turn.language, format.id, source);
  const offer = format && file && toOffer(turn, { s, clientId, format, file }, tools);
  const view = drawExport(world, turn.language, {
    s,
    clientId,
    notice,
    formats: listFormats(wish, turn.language, tools),
    ...(format && file && { chosen: toChosen(format, file, offer !== undefined) }),
  });
  return view && { view, ...(offer && { file: offer }) };
}

function listFormats({ source }: ExportWish, language: Language, { world }: Tools) {
  const t = world.texts(language);
  return listExportFormats(world, source).map(({ id }) => ({ id, ...describeFormat(t, id) }));
}

function toChosen({ id, language }: ExportFormat, file: ExportFile, isOffered: boolean) {
  return { id, language, text: file.text, fileName: file.name, isOffered };
}

interface Written {
  readonly s: string;
  readonly clientId: string | undefined;
  readonly format: ExportFormat;
  readonly file: ExportFile;
}

/** Teams takes files of a bot in personal chats only; what goes along is enough to write it anew. */
function toOffer(turn: Turn, written: Written, { world }: Tools): FileOffer | undefined {
  if (turn.place !== "personal") return undefined;
  const { s, clientId, format, file } = written;
  const t = world.texts(turn.language);
  const { name } = describeFormat(t, format.id);
  return {
    kind: "offer",
    name: file.name,
    description: t("export.offer", { name }),
    bytes: Buffer.byteLength(file.text),
    context: {
      s,
      format: format.id,
      language: turn.language,
      ...(clientId !== undefined && { clientId }),
    },
  };
}
