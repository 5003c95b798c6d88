/**
 * Turns the Markdown that Teams knows in cards and messages into HTML: bold, italic, links, lists.
 * Everything else is text. Links lead to http and https only.
 */
export function toHtml(markdown: string): string {
  const lines = markdown.split(/\r\n|\r|\n/);
  return toBlocks(lines).map(blockToHtml).join("");
}

interface Block {
  readonly tag: "p" | "ul" | "ol";
  readonly lines: string[];
}

const bullet = /^\s*[-*+]\s+(.*)$/;
const numbered = /^\s*\d+[.)]\s+(.*)$/;

function toBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let isOpen = false;
  for (const line of lines) {
    const { tag, text } = readLine(line);
    const last = blocks.at(-1);
    if (line.trim() === "") isOpen = false;
    else if (isOpen && last?.tag === tag) last.lines.push(text);
    else blocks.push({ tag, lines: [text] });
    isOpen = line.trim() !== "";
  }
  return blocks;
}

function readLine(line: string): { tag: Block["tag"]; text: string } {
  const [, item] = bullet.exec(line) ?? [];
  if (item !== undefined) return { tag: "ul", text: item };
  const [, counted] = numbered.exec(line) ?? [];
  return counted === undefined ? { tag: "p", text: line } : { tag: "ol", text: counted };
}

function blockToHtml({ tag, lines }: Block): string {
  const parts = lines.map(inlineToHtml);
  if (tag === "p") return `<p>${parts.join("<br>")}</p>`;
  return `<${tag}>${parts.map((part) => `<li>${part}</li>`).join("")}</${tag}>`;
}

/** Escaped characters step aside into a private-use range while the marks are read. */
const asideBase = 0xe000;

function inlineToHtml(line: string): string {
  const aside = line.replaceAll(/\\([!-/:-@[-`{-~])/g, (_, character: string) =>
    String.fromCharCode(asideBase + character.charCodeAt(0)),
  );
  const parts = aside.split(/(\[[^\]]+\]\(https?:\/\/[^\s()]+\))/i);
  return parts.map((part, index) => (index % 2 === 1 ? linkToHtml(part) : toMarks(part))).join("");
}

function linkToHtml(source: string): string {
  const [, label = "", address = ""] = /^\[([^\]]+)\]\((.+)\)$/.exec(source) ?? [];
  return `<a href="${toText(address)}" target="_blank" rel="noopener noreferrer">${toMarks(label)}</a>`;
}

function toMarks(text: string): string {
  return toText(text)
    .replaceAll(/&lt;at&gt;(.+?)&lt;\/at&gt;/g, '<span class="mention">$1</span>')
    .replaceAll(/\*\*(?=\S)(.+?)(?<=\S)\*\*/g, "<strong>$1</strong>")
    .replaceAll(/(?<![\w_])__(?=\S)(.+?)(?<=\S)__(?![\w_])/g, "<strong>$1</strong>")
    .replaceAll(/\*(?=\S)(.+?)(?<=\S)\*/g, "<em>$1</em>")
    .replaceAll(/(?<![\w_])_(?=\S)(.+?)(?<=\S)_(?![\w_])/g, "<em>$1</em>");
}

function toText(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, toEntity)
    .replaceAll(/[\ue021-\ue07e]/g, (character) =>
      toEntity(String.fromCharCode(character.charCodeAt(0) - asideBase)),
    );
}

const named: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A number for all others, so that a mark that stepped aside is not read as one again. */
function toEntity(character: string): string {
  return named[character] ?? `&#${character.charCodeAt(0)};`;
}
