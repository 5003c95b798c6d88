import { LANGUAGES, type Language } from "../core/local-text.ts";

/** The first language of `Accept-Language` that the product speaks. */
export function preferredLanguage(header = ""): Language {
  const tags = header.split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  const wanted = tags.find((tag) => LANGUAGES.some((language) => language === tag));
  return LANGUAGES.find((language) => language === wanted) ?? LANGUAGES[0];
}
