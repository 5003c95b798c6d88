import type { Language } from "../local-text.ts";

const ISO_DATE = /\b\d{4}-\d{2}-\d{2}\b/g;

/** Making one costs as much as drawing a card. */
const formats = new Map<Language, Intl.DateTimeFormat>();

function formatOf(language: Language): Intl.DateTimeFormat {
  const known = formats.get(language);
  if (known) return known;
  const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  formats.set(language, format);
  return format;
}

/** "October 1, 2026", "1. Oktober 2026", "1er octobre 2026": a day of the form 2026-10-01 in running text. */
export function formatDay(day: string, language: Language): string {
  const text = formatOf(language).format(new Date(`${day}T00:00:00Z`));
  return language === "fr" ? text.replace(/^1 /, "1er ") : text;
}

const moments = new Map<Language, Intl.DateTimeFormat>();

function momentFormat(language: Language): Intl.DateTimeFormat {
  const known = moments.get(language);
  if (known) return known;
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: "long",
    timeStyle: "short",
    hourCycle: "h23",
    timeZone: "UTC",
  });
  moments.set(language, format);
  return format;
}

/**
 * "October 1, 2026 at 14:05 UTC": a moment in running text. Cards are read in many time zones.
 * @param moment milliseconds since 1970
 */
export function formatMoment(moment: number, language: Language): string {
  const text = momentFormat(language).format(moment).replaceAll("\u202f", " ");
  return `${language === "fr" ? text.replace(/^1 /, "1er ") : text} UTC`;
}

/** Writes every such day within a text in the form of the language; anything else stays. */
export function spellDates(text: string, language: Language): string {
  return text.replace(ISO_DATE, (day) =>
    Number.isNaN(Date.parse(day)) ? day : formatDay(day, language),
  );
}
