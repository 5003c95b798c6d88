const MAX_TEXT = 120;

/** A name as typed, without control characters and halves of surrogate pairs, which no name has. */
export function cleanText(text: string): string {
  const whole = text.toWellFormed().replaceAll(/[\p{Cc}\uFFFD]/gu, "");
  return [...whole.trim()].slice(0, MAX_TEXT).join("").trim();
}
