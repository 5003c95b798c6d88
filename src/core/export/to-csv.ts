import { listColumns } from "./columns.ts";
import { type Cell, formatCsv } from "./csv.ts";
import type { Sheet } from "./sheet.ts";
import type { SheetRow } from "./sheet-row.ts";

/** A spreadsheet reads UTF-8 by this mark only; others take it for nothing. */
const BYTE_ORDER_MARK = "\uFEFF";

/** One line a permission under a head in the reader's language. */
export function toCsv(sheet: Sheet): string | undefined {
  if (sheet.rows.length === 0) return undefined;
  const columns = listColumns(sheet);
  const head = columns.map(({ title }) => title);
  const rows = sheet.rows.map((row: SheetRow): Cell[] => columns.map(({ read }) => read(row)));
  return BYTE_ORDER_MARK + formatCsv([head, ...rows]);
}
