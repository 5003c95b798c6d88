import { badRequest } from "./refusal.ts";

/** A `$search` that was understood: rows that match one of the clauses. */
export type Search = readonly { readonly property: string; readonly text: string }[];

const clause = /^"([A-Za-z]+):([^"]+)"$/;

/**
 * Reads `"displayName:ama"` and several of them with OR between; everything else is refused.
 * https://learn.microsoft.com/graph/search-query-parameter#using-search-on-directory-object-collections
 * @param properties that may be searched
 * @throws GraphRefusal 400
 */
export function parseSearch(text: string, properties: readonly string[]): Search {
  return text.split(" OR ").map((part) => {
    const [, property = "", wanted = ""] = clause.exec(part.trim()) ?? [];
    if (wanted.trim() !== "" && properties.includes(property)) return { property, text: wanted };
    throw badRequest(`Invalid search clause '${part}'.`);
  });
}

/** Names are cut into words, and each word that is searched has to begin one; all else begins as a whole. */
export function searchRows<Row extends object>(
  rows: readonly Row[],
  search: Search | undefined,
): readonly Row[] {
  if (!search) return rows;
  return rows.filter((row) => search.some((one) => isFound(row, one)));
}

function isFound(row: object, { property, text }: Search[number]): boolean {
  const value = String(new Map(Object.entries(row)).get(property) ?? "").toLowerCase();
  const wanted = text.trim().toLowerCase();
  if (property !== "displayName") return value.startsWith(wanted);
  const words = toWords(value);
  return toWords(wanted).every((one) => words.some((word) => word.startsWith(one)));
}

function toWords(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
