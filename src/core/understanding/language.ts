import type { Language } from "../local-text.ts";
import { LANGUAGES } from "../local-text.ts";
import type { Match } from "./match.ts";

/** How many words must speak for another language before the person's own gives way. */
const MARGIN = 1;

/** The language of the text's everyday words; the person's own where they do not tell. */
export function detectLanguage(matches: readonly Match[], own: Language): Language {
  const votes = new Map<Language, number>(LANGUAGES.map((language) => [language, 0]));
  for (const match of matches) {
    const spoken = new Set(
      match.meanings.flatMap((meaning) => (meaning.type === "role" ? [meaning.language] : [])),
    );
    if (match.cost >= 1 || spoken.size === LANGUAGES.length) continue;
    for (const language of spoken)
      votes.set(language, (votes.get(language) ?? 0) + weigh(match.words) / spoken.size);
  }
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (!first || first[1] - (votes.get(own) ?? 0) < MARGIN) return own;
  return first[1] > (second?.[1] ?? 0) ? first[0] : own;
}

/** Words of one or two letters stand in too many languages to tell them by one. */
function weigh(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (word.length > 2 ? 1 : 0.5), 0);
}
