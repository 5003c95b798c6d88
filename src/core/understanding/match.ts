import { isTypo, stem, toWords } from "./fold.ts";
import type { LexiconIndex, Meaning, Phrase } from "./lexicon-index.ts";

/** A stretch of the text and what it can mean. No meanings: the catalogue does not know the word. */
export interface Match {
  /** Position of the first word. */
  readonly start: number;
  readonly words: readonly string[];
  readonly meanings: readonly Meaning[];
  /** 0 = as written, a little for an ending, 1 for each typo. */
  readonly cost: number;
  /** Which clause of the text it stands in. */
  readonly clause: number;
}

/** More words than a person types in one question; the rest is not looked at. */
const WORD_LIMIT = 160;

interface Token {
  readonly word: string;
  readonly clause: number;
  /** Words of the vocabulary it may stand for, with their cost. */
  readonly readings: ReadonlyMap<string, number>;
}

/** Cuts the text into the best-fitting sequence of known phrases and unknown words. */
export function matchPhrases(index: LexiconIndex, text: string): Match[] {
  const tokens = tokenize(index, text);
  const best: { score: number; match?: Match }[] = Array.from(
    { length: tokens.length + 1 },
    () => ({
      score: 0,
    }),
  );
  for (let start = tokens.length - 1; start >= 0; start--) {
    best[start] = bestFrom(index, tokens, start, best);
  }
  const matches: Match[] = [];
  for (let at = 0; at < tokens.length; ) {
    const match = best[at]?.match as Match;
    matches.push(match);
    at += match.words.length;
  }
  return matches;
}

function bestFrom(
  index: LexiconIndex,
  tokens: readonly Token[],
  start: number,
  best: readonly { score: number; match?: Match }[],
): { score: number; match?: Match } {
  const token = tokens[start] as Token;
  const unknown = { start, words: [token.word], meanings: [], cost: 0, clause: token.clause };
  let winner: { score: number; match: Match } = {
    score: best[start + 1]?.score ?? 0,
    match: unknown,
  };
  for (const match of phrasesAt(index, tokens, start)) {
    const rest = best[start + match.words.length]?.score ?? 0;
    const score = rest + weigh(match);
    if (score > winner.score) winner = { score, match };
    else if (score === winner.score && match.words.length === winner.match.words.length)
      winner = {
        score,
        match: { ...match, meanings: [...winner.match.meanings, ...match.meanings] },
      };
  }
  return winner;
}

/** Longer phrases weigh more than their parts; what says something weighs more than filler. */
function weigh(match: Match): number {
  const isFiller = match.meanings.every(
    (meaning) => meaning.type === "role" && meaning.role === "filler",
  );
  return match.words.length ** 2 * (isFiller ? 0.6 : 1) - match.cost * 0.5;
}

function phrasesAt(index: LexiconIndex, tokens: readonly Token[], start: number): Match[] {
  const { readings, clause } = tokens[start] as Token;
  const found: Match[] = [];
  for (const reading of readings.keys())
    for (const phrase of index.phrases.get(reading) ?? []) {
      const cost = costOf(phrase, tokens, start);
      if (cost === undefined) continue;
      const words = tokens.slice(start, start + phrase.words.length).map((token) => token.word);
      found.push({ start, words, meanings: phrase.meanings, cost, clause });
    }
  return found;
}

/** The cost of reading the phrase here, or undefined where it does not stand here. */
function costOf(phrase: Phrase, tokens: readonly Token[], start: number): number | undefined {
  let cost = 0;
  for (const [offset, word] of phrase.words.entries()) {
    const token = tokens[start + offset];
    const step = token?.readings.get(word);
    if (step === undefined || token?.clause !== tokens[start]?.clause) return undefined;
    cost += step;
  }
  return cost;
}

function tokenize(index: LexiconIndex, text: string): Token[] {
  const clauses = text.split(/[,;.!?:\n()]+(?=\s|$)|[;\n()]/u);
  return clauses
    .flatMap((clause, number) => toWords(clause).map((word) => ({ word, clause: number })))
    .slice(0, WORD_LIMIT)
    .map(({ word, clause }) => ({ word, clause, readings: readWord(index, word) }));
}

/** What a word may stand for: itself, then its stem's relatives, and only then near misses. */
function readWord(index: LexiconIndex, word: string): Map<string, number> {
  const readings = new Map<string, number>();
  if (index.vocabulary.has(word)) readings.set(word, 0);
  for (const relative of index.stems.get(stem(word)) ?? [])
    if (!readings.has(relative)) readings.set(relative, 0.2);
  if (readings.size > 0) return readings;
  for (const known of index.byLetter.get(word[0] as string) ?? [])
    if (isTypo(word, known)) readings.set(known, 1);
  return readings;
}
