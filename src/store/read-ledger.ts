import { z } from "zod";
import type { Row, Store } from "../ports/index.ts";
import { AUDIT, AuditLine } from "./audit-line.ts";

/** The partition of what belongs to no tenant. */
export const SYSTEM = "sys";
/** Rows of {@link SYSTEM} that list the tenants. */
export const TENANT = "tenant|";

/** A row of the audit log; `line` is missing where its value is none. */
export interface AuditRow {
  readonly row: string;
  readonly line?: AuditLine;
}

/** Reads the audit log of a tenant by time, and within a millisecond as it was written. Proves nothing. */
export function readAuditRows(store: Store, tenantId: string): AsyncIterable<AuditRow> {
  return toAuditRows(readRows(store, tenantId, AUDIT));
}

async function* toAuditRows(rows: AsyncIterable<Row>): AsyncGenerator<AuditRow> {
  for await (const { rk, value } of rows) {
    const line = AuditLine.safeParse(value).data;
    yield { row: rk, ...(line && { line }) };
  }
}

/** The tenants that have an audit log, all of them, by id. */
export async function listTenants(store: Store): Promise<readonly string[]> {
  const tenants: string[] = [];
  for await (const { value } of readRows(store, SYSTEM, TENANT))
    tenants.push(Tenant.parse(value).tenantId);
  return tenants;
}

const Tenant = z.object({ tenantId: z.string() });

/** The most that Azure Tables gives at once. */
const PAGE = 1000;

/** Reads a partition page by page, in ordinal order. @param prefix of the keys @default all of them */
export async function* readRows(store: Store, pk: string, prefix = ""): AsyncGenerator<Row> {
  let from = prefix;
  for (;;) {
    const page = await store.list(pk, { from, to: `${prefix}~`, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    // The least of all key characters: nothing comes between.
    from = `${last.rk}-`;
  }
}
