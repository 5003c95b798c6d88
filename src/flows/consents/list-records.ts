import type { Store } from "../../ports.ts";
import { ConsentRecord } from "./record.ts";

const PAGE = 500;

/** All requests of a tenant, read page by page. */
export async function* listRecords(store: Store, tenantId: string): AsyncGenerator<ConsentRecord> {
  let from = "consent|";
  for (;;) {
    const rows = await store.list(tenantId, { from, to: "consent|~", limit: PAGE });
    for (const { value } of rows) yield ConsentRecord.parse(value);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    // No character of a key sorts below this one: it is the next key that there can be.
    from = `${last.rk}-`;
  }
}
