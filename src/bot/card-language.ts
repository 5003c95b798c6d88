import { LANGUAGES, type Language } from "../core/local-text.ts";

/** Name of the field of a button's data that says in which language its card is. */
const FIELD = "l";

/**
 * Marks every button of a card with the card's language: whoever presses it in a conversation of several,
 * the card stays in the language of the person who asked.
 */
export function stampLanguage(card: unknown, language: string): unknown {
  if (Array.isArray(card)) return card.map((entry) => stampLanguage(entry, language));
  if (!isRecord(card)) return card;
  const entries = Object.entries(card).map(([name, value]) => {
    const isButtonData = name === "data" && isRecord(value) && "verb" in value;
    return [name, isButtonData ? { ...value, [FIELD]: language } : stampLanguage(value, language)];
  });
  return Object.fromEntries(entries);
}

/** Takes the mark out of a button's data; undefined where there is none that we know. */
export function takeLanguage(data: Readonly<Record<string, unknown>>): {
  language: Language | undefined;
  rest: Record<string, unknown>;
} {
  const { [FIELD]: mark, ...rest } = data;
  return { language: LANGUAGES.find((language) => language === mark), rest };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
