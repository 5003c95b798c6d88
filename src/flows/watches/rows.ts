import type { AuditEntry, Op, Row } from "../../ports/index.ts";
import { isConflict } from "../conflict.ts";
import { listRows } from "../list-rows.ts";
import type { Letter } from "../outbox/index.ts";
import type { WatchesOptions } from "./options.ts";
import { type EndedWatch, endedKey, WatchRecord, watchDueKey, watchKey } from "./record.ts";

/** A watch that was read, with the tag that a change has to name. */
export interface FoundWatch {
  readonly record: WatchRecord;
  readonly etag: string;
}

type RowsOptions = Pick<WatchesOptions, "store" | "log">;

/** Reads a watch. One that this version cannot read counts as none, and is logged. */
export async function readWatch(
  options: RowsOptions,
  tenantId: string,
  clientId: string,
): Promise<FoundWatch | undefined> {
  const row = await options.store.get(tenantId, watchKey(clientId));
  return row && parseRow(options, tenantId, row);
}

function parseRow(
  { log }: RowsOptions,
  tenantId: string,
  { rk, value, etag }: Row,
): FoundWatch | undefined {
  const { data: record } = WatchRecord.safeParse(value);
  if (!record) log.error("a watch cannot be read", { tenantId, row: rk });
  return record && { record, etag };
}

/** All watches of a tenant, read page by page. */
export async function* listWatches(
  options: RowsOptions,
  tenantId: string,
): AsyncGenerator<WatchRecord> {
  for await (const row of listRows(options, tenantId, "watch|")) {
    const found = parseRow(options, tenantId, row);
    if (found) yield found.record;
  }
}

/** What becomes of a watch, in one commit. */
export interface WatchChange {
  /** As it stands then; null where it ends. */
  readonly record: WatchRecord | null;
  /** Line of the audit log; none for what nobody has to answer for. */
  readonly entry?: AuditEntry;
  readonly letters?: readonly Letter[];
  /** What is left of the watch that ends, for its notice. */
  readonly ended?: EndedWatch | undefined;
}

const MOST_TRIES = 8;

/**
 * Changes a watch with its time, its letters and its audit line in one commit; asked again after a conflict.
 * @param mutate gives what becomes of it, or undefined to leave it
 * @returns what was committed; undefined where it was left
 */
export async function changeWatch(
  options: WatchesOptions,
  { tenantId, clientId }: { readonly tenantId: string; readonly clientId: string },
  mutate: (now: WatchRecord | undefined) => WatchChange | undefined,
): Promise<WatchChange | undefined> {
  let change: WatchChange | undefined;
  const decide = async () => {
    const found = await readWatch(options, tenantId, clientId);
    change = mutate(found?.record);
    return change && toOps(options, found, change);
  };
  for (let tries = 1; ; tries++) {
    const ops = await decide();
    if (!ops) return undefined;
    const { entry } = change as WatchChange;
    if (entry) {
      await options.ledger.record(tenantId, () => change?.entry ?? entry, decide);
      return change;
    }
    try {
      await options.store.commit(tenantId, ops);
      return change;
    } catch (error) {
      if (!isConflict(error) || tries === MOST_TRIES) throw error;
    }
  }
}

/** The changes of a commit: the watch, the row of its time, letters, and what is left of it. */
export async function toOps(
  { store, letters: rows }: Pick<WatchesOptions, "store" | "letters">,
  found: FoundWatch | undefined,
  { record, letters = [], ended }: WatchChange,
): Promise<Op[]> {
  const before = found?.record;
  const old = before && watchDueKey(before);
  const next = record ? watchDueKey(record) : undefined;
  const tenantId = (record ?? before)?.tenantId ?? "";
  const isGone = old !== undefined && old !== next && (await store.get(tenantId, old));
  return [
    ...ownOps(found, record),
    ...(isGone ? [{ op: "delete", rk: old } as const] : []),
    ...(next && record ? [{ op: "put", rk: next, value: { id: record.clientId } } as const] : []),
    ...letters.map((letter) => rows.toOp(letter)),
    ...(ended ? [{ op: "put", rk: endedKey(ended.id), value: ended } as const] : []),
  ];
}

function ownOps(found: FoundWatch | undefined, next: WatchRecord | null): Op[] {
  if (next === null) return found ? [{ op: "delete", rk: watchKey(found.record.clientId) }] : [];
  const rk = watchKey(next.clientId);
  if (!found) return [{ op: "insert", rk, value: next }];
  return [{ op: "replace", rk, value: next, etag: found.etag }];
}
