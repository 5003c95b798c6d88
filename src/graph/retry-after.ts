const MAX_SECONDS = 3600;

/**
 * Seconds that a Retry-After header asks to wait, 1 to 3600; undefined where it says nothing that can be
 * read. A date that has passed and a zero become 1: nobody is helped by asking at once.
 * Source: RFC 9110, section 10.2.3.
 */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const seconds = /^\d+$/.test(text) ? Number(text) : (toTime(text) - now) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(Math.max(Math.ceil(seconds), 1), MAX_SECONDS);
}

/** Dates start with a day's name; what Date.parse makes of other texts (`-5`) is no date. */
function toTime(text: string): number {
  return /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
}
