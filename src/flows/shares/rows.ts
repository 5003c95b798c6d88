import { z } from "zod";
import type { AuditEntry, Op, Row } from "../../ports/index.ts";
import { commitQuietly } from "../commit-quietly.ts";
import { listRows } from "../list-rows.ts";
import type { SharesOptions } from "./options.ts";
import { appKey, followsApp, ShareRecord, shareKey } from "./record.ts";

/** What it takes to read and change shares. */
export type RowsOptions = Pick<SharesOptions, "store" | "ledger" | "log">;

/** A share that was read, with the tag that a change has to name. */
export interface FoundShare {
  readonly record: ShareRecord;
  readonly etag: string;
}

/** Reads a share. One that this version cannot read counts as gone, and is logged. */
export async function readShare(
  options: Pick<RowsOptions, "store" | "log">,
  tenantId: string,
  id: string,
): Promise<FoundShare | undefined> {
  const row = await options.store.get(tenantId, shareKey(id));
  return row && parseRow(options, tenantId, row);
}

function parseRow(
  { log }: Pick<RowsOptions, "log">,
  tenantId: string,
  { rk, value, etag }: Row,
): FoundShare | undefined {
  const { data: record } = ShareRecord.safeParse(value);
  if (!record) log.error("a share cannot be read", { tenantId, row: rk });
  return record && { record, etag };
}

/** All shares of a tenant, read page by page. */
export async function* listShares(
  options: Pick<RowsOptions, "store" | "log">,
  tenantId: string,
): AsyncGenerator<ShareRecord> {
  for await (const row of listRows(options, tenantId, "share|")) {
    const found = parseRow(options, tenantId, row);
    if (found) yield found.record;
  }
}

const Named = z.object({ id: z.string() });

/** The shares that show what is granted to an app. */
export async function* listSharesOf(
  options: Pick<RowsOptions, "store" | "log">,
  tenantId: string,
  clientId: string,
): AsyncGenerator<ShareRecord> {
  for await (const { value } of listRows(options, tenantId, `sharedapp|${clientId}|`)) {
    const named = Named.safeParse(value).data;
    const found = named && (await readShare(options, tenantId, named.id));
    if (found) yield found.record;
  }
}

/** Which share is changed, with its line of the audit log; none for what people need not answer for. */
interface Change {
  readonly tenantId: string;
  readonly id: string;
  readonly entry?: AuditEntry;
}

/**
 * Changes a share, inserts one, or deletes it with the row that leads from its app; asked again after a
 * conflict.
 * @param mutate gives the share as it should stand, null to delete it, or undefined to leave it
 * @returns the share as it stands now; null where it was deleted, undefined where it was left
 */
export async function changeShare(
  options: RowsOptions,
  { tenantId, id, entry }: Change,
  mutate: (now: ShareRecord | undefined) => ShareRecord | null | undefined,
): Promise<ShareRecord | null | undefined> {
  let changed: ShareRecord | null | undefined;
  const decide = async () => {
    changed = undefined;
    const found = await readShare(options, tenantId, id);
    const next = mutate(found?.record);
    if (next === undefined || (next === null && !found)) return undefined;
    changed = next;
    return toOps(options, found, next);
  };
  if (entry) await options.ledger.record(tenantId, entry, decide);
  else await commitQuietly(options, tenantId, decide);
  return changed;
}

async function toOps(
  { store }: RowsOptions,
  found: FoundShare | undefined,
  next: ShareRecord | null,
): Promise<Op[]> {
  const before = found?.record;
  const old = before && followsApp(before) ? appKey(before) : undefined;
  const wanted = next && followsApp(next) ? appKey(next) : undefined;
  const tenantId = (next ?? before)?.tenantId ?? "";
  const isGone = old !== undefined && old !== wanted && (await store.get(tenantId, old));
  return [
    ...ownOps(found, next),
    ...(isGone ? [{ op: "delete", rk: old } as const] : []),
    ...(wanted && next ? [{ op: "put", rk: wanted, value: { id: next.id } } as const] : []),
  ];
}

function ownOps(found: FoundShare | undefined, next: ShareRecord | null): Op[] {
  if (next === null) return found ? [{ op: "delete", rk: shareKey(found.record.id) }] : [];
  const rk = shareKey(next.id);
  if (!found) return [{ op: "insert", rk, value: next }];
  return [{ op: "replace", rk, value: next, etag: found.etag }];
}
