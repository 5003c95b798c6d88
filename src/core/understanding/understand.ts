import { type Catalogue, findPack, type Pack } from "../catalogue/index.ts";
import type { Language } from "../local-text.ts";
import { decide } from "./decide.ts";
import { stem, TEXT_LIMIT } from "./fold.ts";
import { type Extracted, extract } from "./identifiers.ts";
import { detectLanguage } from "./language.ts";
import { type Match, matchPhrases } from "./match.ts";
import type { Earlier, Question } from "./question.ts";
import { type RankWord, rankTopics } from "./rank.ts";
import { createReaders, namedPacks, type Reader, type Readers } from "./readers.ts";
import { hasRole } from "./roles.ts";

/** What is known of the person and the talk besides the text. */
export interface UnderstandOptions {
  /** The person's language; the text's own wins when it is plain. @default "en" */
  readonly language?: Language;
  readonly earlier?: Earlier;
}

const known = new WeakMap<Catalogue, Readers>();

function readersOf(catalogue: Catalogue): Readers {
  const built = known.get(catalogue) ?? createReaders(catalogue);
  known.set(catalogue, built);
  return built;
}

/** Builds what the first question would have to wait for. */
export function prepareUnderstanding(catalogue: Catalogue): void {
  readersOf(catalogue);
}

/** A text with what is known besides; how it is read depends on whom it speaks of. */
interface Said {
  readonly catalogue: Catalogue;
  readonly extracted: Extracted;
  readonly options: UnderstandOptions;
}

/**
 * Reads a text in English, German or French as a question.
 * Pure and total: every text has a question, at worst of kind `out-of-scope` or `clarify`.
 * @param text what the person typed, at most {@link TEXT_LIMIT} characters of it are read
 */
export function understand(
  catalogue: Catalogue,
  text: string,
  options: UnderstandOptions = {},
): Question {
  const readers = readersOf(catalogue);
  const extracted = extract(catalogue, text.slice(0, TEXT_LIMIT));
  const said = { catalogue, extracted, options };
  const matches = matchPhrases(readers.usual.lexicons, extracted.rest);
  const named = namedPacks(matches);
  const own = named.flatMap((pack) => readers.alone(pack) ?? [])[0];
  if (own === undefined) return continueWith(readers, said, matches, named.length > 0);
  if (named.length > 1) return read(readers.together(), said);
  const question = read(own, said);
  // "does this bot know IMAP": what its own pack does not know may be a question for the others.
  return question.kind === "out-of-scope" ? read(readers.usual, said, matches) : question;
}

/** After an answer about a pack that counts by name only, the talk may go on without the name. */
function continueWith(
  { usual, alone }: Readers,
  said: Said,
  matches: readonly Match[],
  isOtherNamed: boolean,
): Question {
  const question = read(usual, said, matches);
  const id = said.options.earlier?.selection.at(-1)?.pack;
  const reader = id === undefined ? undefined : alone(id);
  const pack = id === undefined ? undefined : findPack(said.catalogue, id);
  if (!pack || !reader || isOtherNamed) return question;
  if (question.kind === "explain") return { ...question, notes: question.notes.map(toTwin(pack)) };
  const followed = read(reader, said);
  return isAbout(followed, pack.head.id) ? followed : question;
}

/** Advice that several packs have under one name is given by the one that is spoken of. */
function toTwin({ head, notes }: Pack): (note: string) => string {
  const own = new Set(notes.map(({ id }) => id));
  return (note) => {
    const name = note.split(":")[1] ?? "";
    return own.has(name) ? `${head.id}:${name}` : note;
  };
}

function isAbout({ selection, notes }: Question, pack: string): boolean {
  const isNote = notes.some((note) => note.startsWith(`${pack}:`));
  return isNote || selection.some((setUp) => setUp.pack === pack);
}

function read(
  { lexicons, topics }: Reader,
  { catalogue, extracted, options }: Said,
  matches: readonly Match[] = matchPhrases(lexicons, extracted.rest),
): Question {
  const language = detectLanguage(matches, options.language ?? "en");
  const isForeign = (word: string) => !topics.own.has(stem(word));
  const rank = () => rankTopics(topics, matches.flatMap(toRankWords));
  return decide({
    catalogue,
    extracted,
    matches,
    language,
    rank,
    isForeign,
    earlier: options.earlier,
  });
}

/** Words that say which set-up is meant do not say what is wanted with it. */
function toRankWords(match: Match): RankWord[] {
  const isSetUp = match.meanings.some(
    ({ type }) => type === "scenario" || type === "product" || type === "choice",
  );
  const isFiller = hasRole(match, "filler") || hasRole(match, "section");
  const part = isSetUp
    ? "set-up"
    : hasRole(match, "domain")
      ? "domain"
      : isFiller
        ? "filler"
        : "other";
  return match.words.map((word) => ({ word, part: /^\d$/.test(word) ? "set-up" : part }));
}
