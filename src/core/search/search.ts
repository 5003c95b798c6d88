import type { Catalogue } from "../catalogue/index.ts";
import type { Language } from "../local-text.ts";
import { formatSubject, type Subject } from "../subject/index.ts";
import { fold, toWords } from "../understanding/index.ts";
import { type Entry, type Hit, listEntries } from "./entries.ts";
import { collectWords, scoreWord, type Vocabulary } from "./vocabulary.ts";

/** Longest text that is looked at, and the most words of it. */
const TEXT_LIMIT = 200;
const WORD_LIMIT = 8;
const MOST = 25;

/** Which of the hits are wanted. */
interface Paging {
  /** @default 0 */
  readonly skip?: number;
  /** 1 to 25. @default 25 */
  readonly count?: number;
}

/** One page of what was found. */
interface SearchAnswer {
  readonly hits: readonly Hit[];
  /** How many there are on all pages. */
  readonly total: number;
}

interface Index {
  readonly entries: readonly Entry[];
  readonly vocabulary: Vocabulary;
  readonly bySubject: ReadonlyMap<string, Entry>;
  /** Words that say nothing of what is looked for. */
  readonly fillers: ReadonlySet<string>;
}

const indexes = new WeakMap<Catalogue, Index>();

/** Builds what the first search would have to wait for. */
export function prepareSearch(catalogue: Catalogue): void {
  indexOf(catalogue);
}

/**
 * Finds set-ups, scopes, permissions and notes by words in any of the languages, the likest first; for no
 * words at all everything, as the catalogue orders it. Pure, total, and the same each time.
 * @param language of what is shown
 * @param text as typed; 200 characters of it are read
 */
export function searchCatalogue(
  catalogue: Catalogue,
  language: Language,
  { text, ...paging }: Paging & { readonly text: string },
): SearchAnswer {
  const index = indexOf(catalogue);
  const read = text.slice(0, TEXT_LIMIT);
  const found = read.trim() === "" ? index.entries : rank(index, read);
  const skip = Math.max(0, Math.trunc(paging.skip ?? 0));
  const count = Math.min(MOST, Math.max(1, Math.trunc(paging.count ?? MOST)));
  const hits = found.slice(skip, skip + count).map((entry) => entry.hits[language]);
  return { hits, total: found.length };
}

/** Everything, as the catalogue orders it: set-ups and scopes by product, then notes, then permissions. */
export function listHits(catalogue: Catalogue, language: Language): readonly Hit[] {
  return indexOf(catalogue).entries.map(({ hits }) => hits[language]);
}

/** The hit of a subject; undefined for what is no single entry, such as several set-ups together. */
export function findHit(
  catalogue: Catalogue,
  language: Language,
  subject: Subject,
): Hit | undefined {
  return indexOf(catalogue).bySubject.get(formatSubject(subject))?.hits[language];
}

function indexOf(catalogue: Catalogue): Index {
  const known = indexes.get(catalogue);
  if (known) return known;
  const entries = listEntries(catalogue);
  const general = Object.values(catalogue.words).flatMap(({ filler, domain }) => [
    ...filler,
    ...domain,
  ]);
  const index: Index = {
    entries,
    vocabulary: collectWords(entries),
    bySubject: new Map(entries.map((entry) => [formatSubject(entry.hits.en.subject), entry])),
    fillers: new Set(general.map(fold)),
  };
  indexes.set(catalogue, index);
  return index;
}

/**
 * Each word once. What is said of everything ("need", "permissions", "application") tells hits apart that
 * the other words found; it finds something where nothing else was typed.
 */
function pickWords({ fillers }: Index, text: string) {
  const words = [...new Set(toWords(text))].slice(0, WORD_LIMIT);
  const telling = words.filter((word) => !fillers.has(word));
  if (telling.length === 0) return { telling: words, others: [] };
  return { telling, others: words.filter((word) => fillers.has(word)) };
}

/** What a name that is like the whole text adds, and each word that was found: more than words can together. */
const BONUS = { whole: 1000, begins: 300, holds: 100, word: 10_000 } as const;

/** How much a word of {@link pickWords} counts that finds nothing by itself. */
const OTHER_SHARE = 0.2;

function rank(index: Index, text: string): readonly Entry[] {
  const { telling, others } = pickWords(index, text);
  const totals = new Map<number, { found: number; score: number }>();
  for (const word of telling)
    for (const [at, score] of scoreWord(index.vocabulary, word, telling.length === 1)) {
      const before = totals.get(at) ?? { found: 0, score: 0 };
      totals.set(at, { found: before.found + 1, score: before.score + score });
    }
  for (const word of others)
    for (const [at, score] of scoreWord(index.vocabulary, word, false)) {
      const before = totals.get(at);
      if (before) totals.set(at, { ...before, score: before.score + score * OTHER_SHARE });
    }
  const whole = fold(text);
  const ranked = [...totals]
    .filter(([, { found }]) => found * 2 >= telling.length)
    .map(([at, { found, score }]) => {
      const { names = [] } = index.entries[at] ?? {};
      return { at, score: found * BONUS.word + likeName(names, whole) + score };
    })
    .sort((a, b) => b.score - a.score || a.at - b.at);
  return ranked.flatMap(({ at }) => index.entries[at] ?? []);
}

function likeName(names: readonly string[], whole: string): number {
  if (names.includes(whole)) return BONUS.whole;
  if (names.some((name) => name.startsWith(whole))) return BONUS.begins;
  return names.some((name) => name.includes(whole)) ? BONUS.holds : 0;
}
