/**
 * Reads CSV by the letter of RFC 4180: fields in quotes or without, quotes doubled, CRLF after each line.
 * @throws SyntaxError at the first character that the grammar does not have
 */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const row: string[] = [];
    for (;;) {
      const { value, end } = readField(text, at);
      row.push(value);
      at = end;
      if (text[at] !== ",") break;
      at += 1;
    }
    if (text.slice(at, at + 2) !== "\r\n") throw new SyntaxError(`no line break at ${at}`);
    at += 2;
    rows.push(row);
  }
  return rows;
}

function readField(text: string, start: number): { value: string; end: number } {
  if (text[start] !== '"') {
    const end = start + (/^[^",\r\n]*/.exec(text.slice(start))?.[0].length ?? 0);
    return { value: text.slice(start, end), end };
  }
  let value = "";
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') {
      value += '"';
      at += 1;
    } else return { value, end: at + 1 };
  }
  throw new SyntaxError("a quote is not closed");
}
