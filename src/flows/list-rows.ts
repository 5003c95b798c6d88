import type { Row, Store } from "../ports/index.ts";

/** Rows that are read at once. */
const PAGE = 200;

/**
 * All rows of a tenant whose keys begin so, read page by page while they are taken.
 * @param to where they end, excluded
 */
export async function* listRows(
  { store }: { readonly store: Store },
  tenantId: string,
  prefix: string,
  to = `${prefix}~`,
): AsyncGenerator<Row> {
  let from = prefix;
  for (;;) {
    const rows = await store.list(tenantId, { from, to, limit: PAGE });
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    // No character of a key sorts below this one: it is the next key that there can be.
    from = `${last.rk}-`;
  }
}
