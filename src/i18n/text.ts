import { AppError } from "../core/errors.ts";
import type { Language } from "../core/local-text.ts";
import type { Texts } from "../core/view/index.ts";
import de from "./de.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };

/** Every text by its key `view.part.meaning`, in each language. */
export const TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, de, fr };

/**
 * Gives texts by key in a language; `{name}` in a text is replaced from the values.
 * @throws AppError ERR_TEXT_MISSING for an unknown key or a value that the text asks for and nobody gives
 */
export function createTexts(language: Language): Texts {
  const texts = TEXTS[language];
  return (key, values = {}) => {
    const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
    if (text === undefined) throw missing(key, language);
    return text.replace(/\{([a-zA-Z]+)\}/g, (_all, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) throw missing(`${key} {${name}}`, language);
      return String(value);
    });
  };
}

/** The texts of a language whose keys begin with one of these. */
export function listTexts(
  language: Language,
  beginnings: readonly string[],
): Readonly<Record<string, string>> {
  const entries = Object.entries(TEXTS[language]);
  return Object.fromEntries(
    entries.filter(([key]) => beginnings.some((beginning) => key.startsWith(beginning))),
  );
}

function missing(what: string, language: Language): AppError {
  return new AppError("ERR_TEXT_MISSING", `no text for ${what} in ${language}`);
}
