// Knows how a result leaves the product: one file a format over one plain table (sheet.ts).
// Must not know where the file goes, nor how a tenant is read: a report comes in whole.
// writeExport is the entrance; a new format is a file here and a row in formats.ts.
export { type Cell, formatCsv } from "./csv.ts";
export { findExportFormat } from "./find-format.ts";
export { EXPORT_FORMATS, type ExportFormat, type ExportFormatId } from "./formats.ts";
export type { ExportSource } from "./sheet.ts";
export { describeFormat, type ExportFile, listExportFormats, writeExport } from "./write-export.ts";
