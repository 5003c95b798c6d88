/** What a cell may hold; nothing at all is an empty cell. */
export type Cell = string | number | boolean | null | undefined;

/**
 * Writes rows as CSV by RFC 4180: commas, CRLF, every cell in quotes. A text that a spreadsheet would take
 * for a formula gets an apostrophe in front; numbers stay as they are.
 * Source: owasp.org/www-community/attacks/CSV_Injection
 * @returns text that ends with a line break, empty without rows
 */
export function formatCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(formatCell).join(",")}\r\n`).join("");
}

function formatCell(cell: Cell): string {
  const text = typeof cell === "string" ? disarm(cell) : String(cell ?? "");
  return `"${text.replaceAll('"', '""')}"`;
}

/** Blanks that are seen and not seen, line breaks, and marks of writing direction. */
const BLANK = "[\\p{Z}\\p{Cc}\\p{Cf}]";
/** `= + - @`, full width, small, and the minus sign. */
const SIGN = "[=+\\-@＝＋－＠﹦﹢﹣﹫−]";
const FORMULA = new RegExp(`(^|[;\\r\\n])(?=${BLANK}*${SIGN})`, "gu");
const CONTROL = /^(?=[\t\r\n])/;

/**
 * Where the comma is the decimal sign, a spreadsheet cuts at semicolons, and quotes after the first cell
 * do not hold: a text is looked at after each of them, and after line breaks, as at its start.
 */
function disarm(text: string): string {
  return text.replace(FORMULA, "$1'").replace(CONTROL, "'");
}
