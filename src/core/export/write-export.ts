import { parseSelection } from "../advisor/index.ts";
import type { Language } from "../local-text.ts";
import { splitByRegistration } from "../scope/index.ts";
import { type Texts, toVoice, type World } from "../view/index.ts";
import { EXPORT_FORMATS, type ExportFormat, type ExportFormatId, findWriter } from "./formats.ts";
import { type ExportSource, type Sheet, toSheet } from "./sheet.ts";

/** A result as a file. */
export interface ExportFile {
  /** Of `a-z`, digits, hyphens and one dot: `autostore-2.sh`. */
  readonly name: string;
  readonly mediaType: string;
  /** Ends with a line break. */
  readonly text: string;
}

/**
 * Writes a result in a format. CSV, Markdown and JSON speak the reader's language; scripts are English, as
 * their commands are.
 * @returns undefined where the catalogue does not have the subject, or the format has nothing to write for it:
 *   a script is for one app registration
 */
export function writeExport(
  world: World,
  language: Language,
  formatId: ExportFormatId,
  source: ExportSource,
): ExportFile | undefined {
  const format = EXPORT_FORMATS.find(({ id }) => id === formatId);
  if (format?.isCode && isForSeveralApps(world, source)) return undefined;
  const sheet = format && toSheet(toVoice(world, format.isCode ? "en" : language), source);
  return sheet && writeSheet(world, format, sheet);
}

/** Consentry has two app registrations; a script for one would give it what the other needs. */
function isForSeveralApps({ catalogue }: World, source: ExportSource): boolean {
  if (source.kind !== "subject" || source.subject.kind !== "answer") return false;
  return splitByRegistration(parseSelection(catalogue, source.subject.code) ?? []).length > 1;
}

/** The formats that have something to write for a result, in the order of {@link EXPORT_FORMATS}. */
export function listExportFormats(world: World, source: ExportSource): ExportFormat[] {
  return EXPORT_FORMATS.filter(({ id }) => writeExport(world, "en", id, source) !== undefined);
}

/** A format in words: its name, and what it is for in one line. */
export function describeFormat(t: Texts, id: ExportFormatId): { name: string; line: string } {
  return { name: t(`export.format.${id}.name`), line: t(`export.format.${id}.line`) };
}

function writeSheet(world: World, format: ExportFormat, sheet: Sheet): ExportFile | undefined {
  const text = findWriter(format.id)(sheet, world);
  if (text === undefined) return undefined;
  const name = `${sheet.name}${format.suffix}.${format.extension}`;
  return { name, mediaType: format.mediaType, text };
}
