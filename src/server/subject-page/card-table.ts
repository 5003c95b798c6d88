import { type Element, toElements } from "./element.ts";

interface TableSpot {
  /** Of the table that stands further up. */
  readonly head: Element | undefined;
  /** Draws what is in a cell. */
  readonly draw: (items: readonly Element[]) => string;
}

/** A table, and its head for what follows. */
interface DrawnTable {
  readonly html: string;
  readonly head: Element | undefined;
}

/** In the cards of the product, columns beside each other are a row of a table. */
export function isTableRow(element: Element): boolean {
  return element.type === "ColumnSet";
}

/** Rows that follow each other; the first one is the head where all of it is bold, else the head from above. */
export function drawTable(rows: readonly Element[], { head: above, draw }: TableSpot): DrawnTable {
  const [first, ...others] = rows;
  const own = first && isHead(first) ? first : undefined;
  const body = own ? others : rows;
  const head = own ?? above;
  if (body.length === 0) return { html: "", head };
  const isFitting = head && columnsOf(head).length === columnsOf(body[0] as Element).length;
  const titles = isFitting
    ? `<thead><tr>${drawCells(head, draw, '<th scope="col">')}</tr></thead>\n`
    : "";
  const lines = body.map((row) => `<tr>${drawCells(row, draw, "<td>")}</tr>`);
  const html = `<table>\n${titles}<tbody>\n${lines.join("\n")}\n</tbody>\n</table>`;
  return { html, head };
}

function drawCells(
  row: Element,
  draw: TableSpot["draw"],
  tag: "<td>" | '<th scope="col">',
): string {
  const end = `</${tag.slice(1, 3)}>`;
  return columnsOf(row)
    .map(({ items }) => `${tag}${breakNames(draw(toElements(items)))}${end}`)
    .join("");
}

/** On a phone a name of a permission breaks after its dots: `IMAP.AccessAsUser.All`. Cells hold no links. */
function breakNames(html: string): string {
  return html.replace(/(?<=\w)\.(?=[A-Z])/g, ".<wbr>");
}

function isHead(row: Element): boolean {
  const items = columnsOf(row).flatMap((column) => toElements(column.items));
  return items.length > 0 && items.every(({ weight }) => weight === "Bolder");
}

function columnsOf(row: Element): readonly Element[] {
  return toElements(row.columns);
}
