import type { Catalogue } from "../catalogue/index.ts";
import type { Language } from "../local-text.ts";
import { decide } from "./decide.ts";
import { stem, TEXT_LIMIT } from "./fold.ts";
import { extract } from "./identifiers.ts";
import { detectLanguage } from "./language.ts";
import { indexLexicons, type LexiconIndex } from "./lexicon-index.ts";
import { type Match, matchPhrases } from "./match.ts";
import type { Earlier, Question } from "./question.ts";
import { type RankWord, rankTopics } from "./rank.ts";
import { hasRole } from "./roles.ts";
import { indexTopics, type TopicIndex } from "./topics.ts";

/** What is known of the person and the talk besides the text. */
export interface UnderstandOptions {
  /** The person's language; the text's own wins when it is plain. @default "en" */
  readonly language?: Language;
  readonly earlier?: Earlier;
}

interface Indexes {
  readonly lexicons: LexiconIndex;
  readonly topics: TopicIndex;
}

const indexes = new WeakMap<Catalogue, Indexes>();

function indexOf(catalogue: Catalogue): Indexes {
  const known = indexes.get(catalogue);
  if (known) return known;
  const built = { lexicons: indexLexicons(catalogue), topics: indexTopics(catalogue) };
  indexes.set(catalogue, built);
  return built;
}

/** Builds what the first question would have to wait for. */
export function prepareUnderstanding(catalogue: Catalogue): void {
  indexOf(catalogue);
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
  const extracted = extract(catalogue, text.slice(0, TEXT_LIMIT));
  const { lexicons, topics } = indexOf(catalogue);
  const matches = matchPhrases(lexicons, extracted.rest);
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
