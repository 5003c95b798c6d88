import { escapeHtml } from "../../core/html.ts";
import { isSafeLink, toHtml, toInlineHtml } from "../../core/markdown.ts";
import { drawTable, isTableRow } from "./card-table.ts";
import { type Element, toElements, toText } from "./element.ts";

/** Where in the page an element stands. */
interface Spot {
  /** Level of the next heading. */
  readonly level: number;
  /** The head of the table that stands further up: what is folded away below belongs to it. */
  readonly head?: Element;
  /** Titles of what is folded away, by the id of the container. */
  readonly folds: ReadonlyMap<string, string>;
}

/**
 * A card as HTML that runs nothing: headings, tables, what is folded away as details, links. What a card only
 * does in a conversation is left out.
 * @param card a rendered card of the templates; element types that they do not use are left out
 */
export function drawCardHtml(card: Element): string {
  const folds = new Map(listFolds(card));
  const body = drawItems(toElements(card.body), { level: 1, folds });
  return [body, drawLinks(toElements(card.actions))].join("\n").trim();
}

/** Elements one after the other; those below a heading count as its section, rows in a row as a table. */
function drawItems(items: readonly Element[], spot: Spot): string {
  const drawn: string[] = [];
  let { level, head } = spot;
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at] as Element;
    const here = { ...spot, level, ...(head && { head }) };
    if (isTableRow(item)) {
      const end = items.findIndex((other, index) => index > at && !isTableRow(other));
      const rows = items.slice(at, end === -1 ? items.length : end);
      const table = drawTable(rows, { head, draw: (cell) => drawItems(cell, here) });
      drawn.push(table.html);
      head = table.head;
      at += rows.length - 1;
      continue;
    }
    drawn.push(drawElement(item, here));
    if (isHeading(item)) level = spot.level + 1;
  }
  return drawn.filter((html) => html !== "").join("\n");
}

function drawElement(element: Element, spot: Spot): string {
  switch (element.type) {
    case "TextBlock":
      return drawText(element, spot);
    case "Container":
      return drawContainer(element, spot);
    case "Image":
      return drawImage(element);
    case "ActionSet":
      return drawLinks(toElements(element.actions));
    default:
      return "";
  }
}

function drawText(element: Element, { level }: Spot): string {
  const text = toText(element.text);
  if (text.trim() === "") return "";
  if (isHeading(element)) return `<h${level}>${toInlineHtml(text)}</h${level}>`;
  const looks = [
    ...(element.isSubtle === true ? ["subtle"] : []),
    ...(element.size === "Small" ? ["small"] : []),
    ...(element.weight === "Bolder" ? ["strong"] : []),
    ...(element.fontType === "Monospace" ? ["code"] : []),
  ];
  return `<div class="${["text", ...looks].join(" ")}">${toHtml(text)}</div>`;
}

function drawContainer(element: Element, spot: Spot): string {
  const inner = drawItems(toElements(element.items), spot);
  if (inner === "") return "";
  const title = spot.folds.get(toText(element.id));
  if (element.isVisible === false && title !== undefined)
    return `<details>\n<summary>${escapeHtml(title)}</summary>\n${inner}\n</details>`;
  const looks = [
    ...(element.style === "warning" || element.style === "emphasis" ? [element.style] : []),
    ...(element.separator === true ? ["apart"] : []),
  ];
  const tag = isHeading(toElements(element.items)[0]) ? "section" : "div";
  return `<${tag} class="${["part", ...looks].join(" ")}">\n${inner}\n</${tag}>`;
}

/** Addresses of a card are made by the product; what is neither safe nor drawn in place stays out. */
function drawImage({ url, altText }: Element): string {
  const address = toText(url);
  const isInline = address.startsWith("data:image/svg+xml;base64,");
  if (!isInline && !isSafeLink(address)) return "";
  return `<img src="${escapeHtml(address)}" alt="${escapeHtml(toText(altText))}">`;
}

function drawLinks(actions: readonly Element[]): string {
  const links = actions.filter(
    ({ type, url }) => type === "Action.OpenUrl" && isSafeLink(toText(url)),
  );
  if (links.length === 0) return "";
  const items = links.map(
    ({ title, url }) =>
      `<li><a href="${escapeHtml(toText(url))}" rel="noopener noreferrer">${escapeHtml(toText(title))}</a></li>`,
  );
  return `<ul class="links">${items.join("")}</ul>`;
}

/** What each button that opens something opens: its title goes to the place that is folded away. */
function listFolds(value: unknown): [string, string][] {
  if (Array.isArray(value)) return value.flatMap(listFolds);
  if (typeof value !== "object" || value === null) return [];
  const element = value as Element;
  if (element.type !== "Action.ToggleVisibility") return Object.values(element).flatMap(listFolds);
  const targets = Array.isArray(element.targetElements) ? element.targetElements : [];
  return targets.map((target) => [toTargetId(target), toText(element.title)]);
}

/** A target is an id, or an object around one. */
function toTargetId(target: unknown): string {
  const [named] = toElements([target]);
  return toText(named ? named.elementId : target);
}

function isHeading(element: Element | undefined): boolean {
  return element?.type === "TextBlock" && element.style === "heading";
}
