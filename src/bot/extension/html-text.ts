/** Longest message that is read, in characters with its tags. */
const LIMIT = 40_000;

/** Tags after which a new line begins. */
const BREAKS: ReadonlySet<string> = new Set(
  "br p div li ul ol tr table h1 h2 h3 h4 h5 h6 pre blockquote hr".split(" "),
);

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: " ",
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/**
 * What a message says without its tags, entities decoded once. It goes through the text a single time, so
 * that no message makes it slow.
 */
export function readHtml(html: string): string {
  const read = html.slice(0, LIMIT);
  const parts: string[] = [];
  let at = 0;
  while (at < read.length) {
    const open = read.indexOf("<", at);
    const close = open === -1 ? -1 : read.indexOf(">", open);
    if (close === -1) break;
    parts.push(read.slice(at, open), toBreak(read.slice(open + 1, close)));
    at = close + 1;
  }
  // What follows an unfinished tag is text: an error may hold a lone "<".
  parts.push(read.slice(at));
  return decode(parts.join("")).trim();
}

/** A line break, or nothing: `AADSTS<b>65001</b>` is one word. */
function toBreak(tag: string): string {
  const [name = ""] = /^\/?[a-z0-9]{1,20}/i.exec(tag) ?? [];
  return BREAKS.has(name.replace("/", "").toLowerCase()) ? "\n" : "";
}

function decode(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,6});/gi, (entity, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? entity;
    const isHex = name[1] === "x" || name[1] === "X";
    const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
  });
}
