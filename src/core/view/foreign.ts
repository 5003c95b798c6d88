/** Longest piece of somebody else's text that a card repeats, in characters. */
export const FOREIGN_LIMIT = 120;
/** Longest reason or comment that a card repeats whole, in characters. */
const LONG_LIMIT = 500;

/** Control, zero-width, bidirectional and other format characters, and lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u115F\u1160\u3164\uFFA0]+/gu;
const SPECIAL = /[\\`|*_{}[\]()#+\-.!<>~]/g;

/**
 * Makes text from outside safe to show: no invisible characters, one line, at most
 * {@link FOREIGN_LIMIT} characters. Not yet escaped: see {@link escapeForeign}.
 */
export function cleanForeign(text: string): string {
  return cleanWithin(text, FOREIGN_LIMIT);
}

function cleanWithin(text: string, limit: number): string {
  const plain = text.replace(INVISIBLE, " ").replace(/\s+/gu, " ").trim();
  const letters = [...plain];
  if (letters.length <= limit) return plain;
  return `${letters
    .slice(0, limit - 1)
    .join("")
    .trimEnd()}…`;
}

/** Somebody else's words as a card repeats them: addresses are broken, some clients make links of bare ones. */
export function quoteForeign(text: string): string {
  return breakAddresses(cleanForeign(text));
}

/** The same for what somebody wrote on purpose, as a reason or a comment: up to 500 characters. */
export function quoteLongForeign(text: string): string {
  return breakAddresses(cleanWithin(text, LONG_LIMIT));
}

function breakAddresses(text: string): string {
  return text.replaceAll("://", "[:]//");
}

/** Somebody else's words where no Markdown is read: titles of buttons, values of inputs. */
export function plainForeign(text: string, limit = FOREIGN_LIMIT): string {
  const plain = quoteForeign(text.replace(/[{}$[\]]/g, ""));
  return cleanForeign([...plain].slice(0, limit).join(""));
}

/** Quotes text from outside and takes every meaning in Markdown from it. */
export function escapeForeign(text: string): string {
  return escapeAll(quoteForeign(text));
}

/** The same for a reason or a comment. */
export function escapeLongForeign(text: string): string {
  return escapeAll(quoteLongForeign(text));
}

function escapeAll(text: string): string {
  return text.replace(SPECIAL, "\\$&");
}

/**
 * Keeps a text of the catalogue or of the product as it is read: `offline_access` stays one word,
 * brackets make no links. Leaves alone what Markdown reads as it stands, so that clients with little
 * Markdown show no stray backslashes.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<>~|]/g, "\\$&")
    .replaceAll("{{", "\\{\\{")
    .replaceAll("${", "$\\{")
    .replace(/^(\s*)([#+-])(?=\s)/gm, "$1\\$2")
    .replace(/^(\s*\d+)\.(?=\s)/gm, "$1\\.");
}
