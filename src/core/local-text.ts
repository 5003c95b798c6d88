import { z } from "zod";

/** Languages that the product speaks. The first is the fallback. */
export const LANGUAGES = ["en", "de", "fr"] as const;
/** A language's code of two letters. */
export type Language = (typeof LANGUAGES)[number];

/** One text in several languages. A pack of your own needs English only. */
export const LocalText = z.strictObject({
  en: z.string().min(1),
  de: z.string().min(1).optional(),
  fr: z.string().min(1).optional(),
});
export type LocalText = z.infer<typeof LocalText>;

/** The text in that language, or in English where it is not translated. */
export function localize(text: LocalText, language: Language): string {
  return text[language] ?? text.en;
}
