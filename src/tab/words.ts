import type { Language } from "./texts.ts";

/** Forms numbers, times and lists as a language does. */
export interface Words {
  /** The form that a number takes, as keys of texts end with it. */
  form(number: number): "one" | "other";
  /** `1,234` */
  number(number: number): string;
  /** `22 Nov 2026, 14:05` */
  time(milliseconds: number): string;
  /** `a, b, and c` */
  list(entries: readonly string[]): string;
  /** `a, b, or c` */
  choice(entries: readonly string[]): string;
}

/** What differs between people of one language. */
interface WordsOptions {
  /** As Teams names it: `en-gb`. @default the language */
  readonly locale?: string | undefined;
  /** @default of the browser */
  readonly timeZone?: string;
}

/** Makes the words of a language; numbers and times have the form of the person's own country. */
export function createWords(
  language: Language,
  { locale = language, timeZone }: WordsOptions = {},
): Words {
  const form = pickForm(language, locale);
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(form);
  const time = new Intl.DateTimeFormat(form, {
    dateStyle: "medium",
    timeStyle: "short",
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  const all = new Intl.ListFormat(language, { type: "conjunction" });
  const either = new Intl.ListFormat(language, { type: "disjunction" });
  return {
    form: (count) => (plural.select(count) === "one" ? "one" : "other"),
    number: (count) => number.format(count),
    time: (milliseconds) => time.format(milliseconds),
    list: (entries) => all.format(entries),
    choice: (entries) => either.format(entries),
  };
}

/** A locale of another language, or one that nobody knows, does not count. */
function pickForm(language: Language, locale: string): string {
  try {
    const [known] = Intl.DateTimeFormat.supportedLocalesOf(locale);
    return known?.slice(0, 2) === language ? known : language;
  } catch {
    // Not a locale at all.
    return language;
  }
}
