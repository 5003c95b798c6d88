import { type ApprovalRequest, isOpen } from "../../core/approval/index.ts";
import type { AuditEntry, Op, Row, Store } from "../../ports/index.ts";
import { commitQuietly } from "../commit-quietly.ts";
import { listRows } from "../list-rows.ts";
import type { Letter } from "../outbox/index.ts";
import type { ApprovalsOptions } from "./options.ts";
import { ApprovalRecord, approvalKey, isLive, liveKey, Named, timeKey, waitKey } from "./record.ts";

/** What it takes to read and change requests. */
export type RowsOptions = Pick<ApprovalsOptions, "store" | "ledger" | "letters" | "clock" | "log">;

/** A request that was read, with the tag that a change has to name. */
export interface Found {
  readonly record: ApprovalRecord;
  readonly etag: string;
}

/** Reads a request. One that this version cannot read counts as gone, and is logged. */
export async function readApproval(
  { store, log }: Pick<RowsOptions, "store" | "log">,
  tenantId: string,
  id: string,
): Promise<Found | undefined> {
  const row = await store.get(tenantId, approvalKey(id));
  return row && parseApproval({ log }, tenantId, row);
}

/** @returns undefined for what another version wrote */
export function parseApproval(
  { log }: Pick<RowsOptions, "log">,
  tenantId: string,
  { rk, value, etag }: Row,
): Found | undefined {
  const { data: record } = ApprovalRecord.safeParse(value);
  if (!record) log.error("a request for approval cannot be read", { tenantId, row: rk });
  return record && { record, etag };
}

/** The requests that the rows of a prefix name, in their order. */
export async function* listNamed(
  options: Pick<RowsOptions, "store" | "log">,
  tenantId: string,
  prefix: string,
): AsyncGenerator<ApprovalRequest> {
  for await (const { value } of listRows(options, tenantId, prefix)) {
    const named = Named.safeParse(value).data;
    const found = named && (await readApproval(options, tenantId, named.id));
    if (found) yield found.record.request;
  }
}

/** A request as it should stand, and what is to be brought to people of it. */
export interface Wanted {
  readonly request: ApprovalRequest;
  /** @default as it was */
  readonly lookAt?: number | null;
  readonly looks?: number;
  readonly letters?: readonly Letter[];
}

interface Change {
  readonly tenantId: string;
  readonly id: string;
  /** Line of the audit log; none for what people need not answer for. */
  readonly entry?: ((request: ApprovalRequest) => AuditEntry) | undefined;
}

/**
 * Changes a request with its times, its indexes and its letters in one commit; asked again after a conflict.
 * @param mutate gives it as it should stand, or undefined to leave it
 * @returns the request as it stands now, or undefined when it is gone or was left
 */
export async function changeApproval(
  options: RowsOptions,
  { tenantId, id, entry }: Change,
  mutate: (record: ApprovalRecord) => Promise<Wanted | undefined>,
): Promise<ApprovalRequest | undefined> {
  let changed: ApprovalRequest | undefined;
  const decide = async () => {
    changed = undefined;
    const found = await readApproval(options, tenantId, id);
    const wanted = found && (await mutate(found.record));
    if (!wanted) return undefined;
    changed = wanted.request;
    return toOps(options, found, wanted);
  };
  const toEntry = () => entry?.(changed as ApprovalRequest) as AuditEntry;
  if (entry) await options.ledger.record(tenantId, toEntry, decide);
  else await commitQuietly(options, tenantId, decide);
  return changed;
}

/** The changes that make a request stand as wanted. */
export async function toOps(
  { store, letters, clock }: Pick<RowsOptions, "store" | "letters" | "clock">,
  { record: before, etag }: Found,
  wanted: Wanted,
): Promise<Op[]> {
  const { request } = wanted;
  const { lookAt, looks } = { ...before, ...wanted };
  const changedAt = isNews(before.request, request) ? clock.now() : before.changedAt;
  const next: ApprovalRecord = { request, lookAt, looks, changedAt };
  const { id, tenantId } = request;
  return [
    { op: "replace", rk: approvalKey(id), etag, value: ApprovalRecord.parse(next) },
    ...(await moveTime(store, before, next)),
    ...(await dropIndexes(store, tenantId, toDropped(before.request, request))),
    ...(wanted.letters ?? []).map(letters.toOp),
  ];
}

/** Something has happened to it, or was found out: from then on it is kept for the days of Settings. */
function isNews(before: ApprovalRequest, next: ApprovalRequest): boolean {
  return before.events.length !== next.events.length || before.check !== next.check;
}

/** Indexes that a request leaves with this change. */
function toDropped(before: ApprovalRequest, next: ApprovalRequest): readonly string[] {
  return [
    ...(isOpen(before) && !isOpen(next) ? [waitKey(before)] : []),
    ...(isLive(before) && !isLive(next) ? [liveKey(before)] : []),
  ];
}

async function moveTime(
  store: Store,
  before: ApprovalRecord,
  next: ApprovalRecord,
): Promise<readonly Op[]> {
  const { tenantId, id } = next.request;
  const [old, rk] = [timeKey(before), timeKey(next)];
  if (old === rk) return [];
  return [...(await dropIndexes(store, tenantId, [old])), { op: "put", rk, value: { id } }];
}

/** Deleting what is not there would refuse the whole commit. */
export async function dropIndexes(
  store: Store,
  tenantId: string,
  keys: readonly string[],
): Promise<Op[]> {
  const rows = await Promise.all(keys.map((rk) => store.get(tenantId, rk)));
  return keys.filter((_, index) => rows[index]).map((rk) => ({ op: "delete", rk }));
}
