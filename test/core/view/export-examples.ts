import {
  describeFormat,
  EXPORT_FORMATS,
  type ExportFormatId,
  type ExportSource,
  writeExport,
} from "../../../src/core/export/index.ts";
import type { Language } from "../../../src/core/local-text.ts";
import { drawExport, type World } from "../../../src/core/view/index.ts";
import { CODES, example, must } from "./example.ts";
import { buildReading, CLIENT_ID, reportFor } from "./readings.ts";

const ANSWER: ExportSource = {
  kind: "subject",
  subject: { kind: "answer", code: CODES.imapOther },
};

function listFormats(world: World, language: Language) {
  const t = world.texts(language);
  return EXPORT_FORMATS.map(({ id }) => ({ id, ...describeFormat(t, id) }));
}

function chosen(world: World, language: Language, id: ExportFormatId, source = ANSWER) {
  const { text, name: fileName } = must(writeExport(world, language, id, source));
  const format = must(EXPORT_FORMATS.find((one) => one.id === id));
  return { id, text, fileName, language: format.language, isOffered: true };
}

const REPORT: ExportSource = {
  kind: "report",
  code: CODES.imapOther,
  report: reportFor(CODES.imapOther, buildReading()),
};

export const EXPORT_EXAMPLES = [
  example("export", "export", (world, language) =>
    must(
      drawExport(world, language, { s: CODES.imapOther, formats: listFormats(world, language) }),
    ),
  ),
  example("export-declined", "export", (world, language) =>
    must(
      drawExport(world, language, {
        s: CODES.imapOther,
        formats: listFormats(world, language),
        notice: "declined",
      }),
    ),
  ),
  example("export-chosen", "export", (world, language) =>
    must(
      drawExport(world, language, {
        s: CODES.imapOther,
        formats: listFormats(world, language),
        chosen: chosen(world, language, "az-cli"),
      }),
    ),
  ),
  example("export-large", "export", (world, language) =>
    must(
      drawExport(world, language, {
        s: CODES.union,
        formats: listFormats(world, language),
        chosen: { ...chosen(world, language, "json"), text: "x".repeat(50_000) },
      }),
    ),
  ),
  example("export-report", "export", (world, language) =>
    must(
      drawExport(world, language, {
        s: CODES.imapOther,
        clientId: CLIENT_ID,
        formats: listFormats(world, language),
        chosen: chosen(world, language, "powershell", REPORT),
        notice: "failed",
      }),
    ),
  ),
];
