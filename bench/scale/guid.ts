/** What made-up ids stand for: each kind has its own range. */
const KINDS = { tenant: 1, app: 2, object: 3, person: 4, resource: 5 } as const;

/** An id of that kind, always the same for the same numbers. */
export function toGuid(kind: keyof typeof KINDS, number: number, part = 0): string {
  const head = String(KINDS[kind]).padStart(8, "0");
  return `${head}-0000-4000-8000-${String(number).padStart(7, "0")}${String(part).padStart(5, "0")}`;
}
