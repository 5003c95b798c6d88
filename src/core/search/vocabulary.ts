import { distance, isTypo } from "../understanding/index.ts";
import type { Entry } from "./entries.ts";

/** A word stands for an entry: the entry's place in the list, and how much the word counts there. */
interface Posting {
  readonly entry: number;
  readonly weight: number;
}

/** All words of the entries. */
export interface Vocabulary {
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
  readonly words: readonly string[];
  /** First letter -> words of four letters and more: a typo spares the first one. */
  readonly byLetter: ReadonlyMap<string, readonly string[]>;
}

/** How much of a word's weight a match counts: the word itself, its beginning, its inside, with typos. */
const SHARES = { whole: 1, prefix: 0.7, infix: 0.4, oneTypo: 0.3, moreTypos: 0.2 } as const;
/** Shorter pieces stand inside of words everywhere. */
const INFIX_LENGTH = 3;

/** Collects the words of all entries. */
export function collectWords(entries: readonly Entry[]): Vocabulary {
  const postings = new Map<string, Posting[]>();
  for (const [entry, { weights }] of entries.entries())
    for (const [word, weight] of weights) {
      const known = postings.get(word) ?? [];
      known.push({ entry, weight });
      postings.set(word, known);
    }
  const words = [...postings.keys()];
  const long = words.filter((word) => word.length >= 4);
  return { postings, words, byLetter: Map.groupBy(long, (word) => word[0] as string) };
}

/**
 * What each entry scores for one word that was typed. Looser likeness counts only where nothing is closer:
 * typos once no word begins with it or holds it.
 * @param isAlone whether nothing else was typed: only then one letter is the beginning of a word
 */
export function scoreWord(
  vocabulary: Vocabulary,
  typed: string,
  isAlone: boolean,
): ReadonlyMap<number, number> {
  const scores = new Map<number, number>();
  const add = (word: string, share: number) => {
    for (const { entry, weight } of vocabulary.postings.get(word) ?? [])
      scores.set(entry, Math.max(scores.get(entry) ?? 0, weight * share));
  };
  if (typed.length === 1 && !isAlone) {
    add(typed, SHARES.whole);
    return scores;
  }
  for (const word of vocabulary.words) {
    const at = word.indexOf(typed);
    if (at === 0) add(word, word.length === typed.length ? SHARES.whole : SHARES.prefix);
    else if (at > 0 && typed.length >= INFIX_LENGTH) add(word, SHARES.infix);
  }
  if (scores.size > 0) return scores;
  const letters = lettersOf(typed);
  for (const word of vocabulary.byLetter.get(typed[0] ?? "") ?? []) {
    const likened = [word, word.slice(0, typed.length)].find(
      (one) => mayBeLike(letters, lettersOf(one)) && isTypo(typed, one),
    );
    if (likened !== undefined)
      add(word, distance(typed, likened) === 1 ? SHARES.oneTypo : SHARES.moreTypos);
  }
  return scores;
}

/** The letters of a word as bits, whatever their number and order. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) & 31);
  return bits;
}

/** Two typos change four letters at most: most words are told apart without counting their distance. */
function mayBeLike(one: number, other: number): boolean {
  let differing = one ^ other;
  let count = 0;
  for (; differing !== 0 && count <= 4; count += 1) differing &= differing - 1;
  return count <= 4;
}
