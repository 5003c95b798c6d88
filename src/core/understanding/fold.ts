/** Longest text that is looked at; the rest cannot change what is meant. */
export const TEXT_LIMIT = 2000;

// Control, zero-width and bidirectional characters: invisible, so they must not decide anything.
const INVISIBLE = /[\p{Cc}\p{Cf}]/gu;
const COMBINING = /\p{M}/gu;
const NOT_WORD = /[^\p{L}\p{N}]+/gu;

/** Lower case, no accents, ß as ss, everything that is not a letter or digit as one blank. */
export function fold(text: string): string {
  return text
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .replaceAll(INVISIBLE, " ")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll(/[’'`´]/g, " ")
    .normalize("NFD")
    .replaceAll(COMBINING, "")
    .replaceAll(NOT_WORD, " ")
    .trim();
}

/** The words of a text, folded. */
export function toWords(text: string): string[] {
  const folded = fold(text);
  return folded === "" ? [] : folded.split(" ");
}

const ENDINGS =
  "ungen ement ments ions ing ung ees ern ent ion ed ee et en er em es ez e n t".split(" ");

/** A word without plural s and a light ending of any of the languages; four letters stay. */
export function stem(word: string): string {
  const singular = word.length > 4 && word.endsWith("s") ? word.slice(0, -1) : word;
  if (singular.length < 5) return singular;
  const ending = ENDINGS.find((end) => singular.endsWith(end) && singular.length - end.length >= 4);
  return ending ? singular.slice(0, -ending.length) : singular;
}

/**
 * True when one typo parts the words (two from eight letters on): a letter more, less, other, or two
 * swapped. The first letter must agree, and short words must be exact.
 */
export function isTypo(word: string, known: string): boolean {
  if (word.length < 4 || known.length < 4 || word[0] !== known[0]) return false;
  const allowed = Math.min(word.length, known.length) >= 8 ? 2 : 1;
  return Math.abs(word.length - known.length) <= allowed && distance(word, known) <= allowed;
}

/** Optimal string alignment distance: insert, delete, replace, swap neighbours. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++)
      next.push(cell(a, b, row, column, before, last, next));
    before = last;
    last = next;
  }
  return last[b.length] as number;
}

function cell(
  a: string,
  b: string,
  row: number,
  column: number,
  before: readonly number[],
  last: readonly number[],
  next: readonly number[],
): number {
  const cost = a[row - 1] === b[column - 1] ? 0 : 1;
  const plain = Math.min(
    (last[column] as number) + 1,
    (next[column - 1] as number) + 1,
    (last[column - 1] as number) + cost,
  );
  const isSwap =
    row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return isSwap ? Math.min(plain, (before[column - 2] as number) + 1) : plain;
}
