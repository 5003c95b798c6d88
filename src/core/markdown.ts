import { escapeHtml } from "./html.ts";

/**
 * The Markdown that Teams draws in cards (bold, italic, links, lists) as HTML. Everything else is text, and
 * what was escaped is text again; links lead to https only, or to http on this machine, and open apart.
 */
export function toHtml(markdown: string): string {
  const blocks: { list: "ul" | "ol" | undefined; lines: string[] }[] = [];
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    const { list, text } = readLine(line);
    const last = blocks.at(-1);
    if (last && last.list === list && text !== "") last.lines.push(text);
    else if (text !== "" || last?.list === undefined) blocks.push({ list, lines: [text] });
  }
  return blocks
    .filter(({ lines }) => lines.some((line) => line !== ""))
    .map(({ list, lines }) => toBlock(list, lines.filter((line) => line !== "").map(toInlineHtml)))
    .join("");
}

function readLine(line: string): { list: "ul" | "ol" | undefined; text: string } {
  const { mark, text = line } =
    /^\s*(?<mark>[-*+]|\d+[.)])\s+(?<text>.*)$/.exec(line)?.groups ?? {};
  if (mark === undefined) return { list: undefined, text: line.trim() };
  return { list: /\d/.test(mark) ? "ol" : "ul", text };
}

function toBlock(list: "ul" | "ol" | undefined, lines: readonly string[]): string {
  if (list === undefined) return `<p>${lines.join("<br>")}</p>`;
  return `<${list}>${lines.map((line) => `<li>${line}</li>`).join("")}</${list}>`;
}

/** An escaped character, a link, or a pair of marks around text that may hold escaped characters. */
const MARKS = new RegExp(
  [
    String.raw`\\(?<escaped>[!-/:-@[-\x60{-~])`,
    String.raw`\[(?<label>(?:\\.|[^\]\\])+)\]\((?<href>https?:\/\/[^\s()]+)\)`,
    String.raw`\*\*(?=\S)(?<strong>(?:\\.|[^\\])+?)(?<=\S)\*\*`,
    String.raw`\*(?=\S)(?<star>(?:\\.|[^\\*])+?)(?<=\S)\*`,
    String.raw`(?<!\w)_(?=\S)(?<em>(?:\\.|[^\\_])+?)(?<=\S)_(?!\w)`,
  ].join("|"),
  "g",
);

/** The same within a line: no paragraphs and no lists. */
export function toInlineHtml(text: string): string {
  let html = "";
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    html += escapeHtml(text.slice(end, match.index)) + toMark(match.groups ?? {});
    end = match.index + match[0].length;
  }
  return html + escapeHtml(text.slice(end));
}

function toMark(groups: Readonly<Record<string, string | undefined>>): string {
  const { escaped, label, href, strong, star, em } = groups;
  if (escaped !== undefined) return escapeHtml(escaped);
  if (label !== undefined && href !== undefined) return toLink(label, href);
  if (strong !== undefined) return `<strong>${toInlineHtml(strong)}</strong>`;
  return `<em>${toInlineHtml(star ?? em ?? "")}</em>`;
}

function toLink(label: string, href: string): string {
  if (!isSafeLink(href)) return escapeHtml(`[${label}](${href})`);
  const opening = `<a href="${escapeHtml(href)}" target="_blank" rel="noopener noreferrer">`;
  return `${opening}${toInlineHtml(label)}</a>`;
}

/** True for an address that a page of ours may lead to: https, or http on this machine, without a name in it. */
export function isSafeLink(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== "" || password !== "") return false;
  return protocol === "https:" || (protocol === "http:" && hostname === "127.0.0.1");
}
