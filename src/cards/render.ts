import { AppError } from "../core/errors.ts";
import type { View } from "../core/view/index.ts";
import { loadTemplate } from "./templates.ts";

/** An Adaptive Card as it goes to Teams. */
export type Card = { readonly type: "AdaptiveCard" } & Readonly<Record<string, unknown>>;

/** Bytes of a card counted as UTF-16; Teams refuses messages above 100 KB. */
export const SIZE_LIMIT = 80 * 1024;

/**
 * Draws a view as an Adaptive Card.
 * @param options `limit` in bytes; a page takes any size. @default SIZE_LIMIT
 * @throws AppError ERR_CARD_UNBOUND when the template names a value that the view does not have
 * @throws AppError ERR_CARD_TOO_LARGE when the card would be above the limit
 */
export async function renderCard(view: View, { limit = SIZE_LIMIT } = {}): Promise<Card> {
  const expand = await loadTemplate(view.card);
  const card = dropNulls(expand(view.data)) as Card;
  const size = measureCard(card);
  if (size > limit) throw new AppError("ERR_CARD_TOO_LARGE", `card ${view.card} has ${size} bytes`);
  return card;
}

/** Size in bytes as Teams counts it: UTF-16, without inline images. */
export function measureCard(card: unknown): number {
  const text = JSON.stringify(card).replace(/"data:image\/[^"]*"/g, '""');
  return text.length * 2;
}

/** Teams refuses null where an element or a text is expected. */
function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(dropNulls);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, dropNulls(item)]));
}
