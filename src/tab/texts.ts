/** Says a text by its key, with what stands in braces filled in. */
export type Tell = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Languages that the page speaks, the first where Teams names none of them. */
export const LANGUAGES = ["en", "de", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

/** `de-AT` -> `de` */
export function pickLanguage(locale: string): Language {
  const wanted = locale.slice(0, 2).toLowerCase();
  return LANGUAGES.find((language) => language === wanted) ?? LANGUAGES[0];
}

/**
 * Texts by key. One that is missing shows its key: a page that says something odd is better than none.
 */
export function createTell(texts: Readonly<Record<string, string>>): Tell {
  return (key, values = {}) =>
    (texts[key] ?? key).replace(/\{([a-zA-Z]+)\}/g, (all, name: string) =>
      String(values[name] ?? all),
    );
}
