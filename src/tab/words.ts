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

/** Makes the words of a language. @param timeZone of the browser unless told */
export function createWords(language: Language, timeZone?: string): Words {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const time = new Intl.DateTimeFormat(language, {
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
