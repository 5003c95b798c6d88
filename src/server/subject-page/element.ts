/** An element of a card. */
export type Element = Readonly<Record<string, unknown>>;

export function toElements(value: unknown): readonly Element[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === "object" && item !== null);
}

export function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
