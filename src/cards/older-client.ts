import { ELEMENTS, isRecord } from "./elements.ts";

/** What Teams on phones officially draws. */
const OLDER = 1.2;
/** Properties that came after 1.2; a client of that time passes over them. */
const LATER = new Set([
  "label",
  "errorMessage",
  "isRequired",
  "regex",
  "mode",
  "lang",
  "msteams",
  "refresh",
]);

/**
 * The card as a client of schema 1.2 sees it: later elements replaced by their fallback or dropped,
 * later properties gone.
 */
export function toOlderClient(card: unknown): unknown {
  if (Array.isArray(card)) return card.map(toOlderClient).filter((item) => item !== undefined);
  if (!isRecord(card)) return card;
  if (typeof card.type === "string" && Number(ELEMENTS[card.type] ?? "9") > OLDER)
    return card.fallback === undefined ? undefined : toOlderClient(card.fallback);
  const kept = Object.entries(card).filter(([key]) => !isLater(card, key));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === "data" ? value : toOlderClient(value)]),
  );
}

function isLater(element: Readonly<Record<string, unknown>>, key: string): boolean {
  if (key === "fallback") return true;
  return LATER.has(key) || (key === "style" && element.type === "TextBlock");
}
