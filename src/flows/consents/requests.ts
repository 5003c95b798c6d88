import { createHash } from "node:crypto";
import { z } from "zod";
import type { AuditEntry, CardPlace, Op, Row } from "../../ports/index.ts";
import { commitQuietly } from "../commit-quietly.ts";
import { isConflict } from "../conflict.ts";
import { listRows } from "../list-rows.ts";
import type { RequestsOptions } from "./options.ts";
import { ConsentRecord, consentKey, dueKey, nextDue } from "./record.ts";

/** A request that was read, with the tag that a change has to name. */
interface Found {
  readonly record: ConsentRecord;
  readonly etag: string;
}

/** Reads a request. One that this version cannot read counts as gone, and is logged. */
export async function readRequest(
  options: Pick<RequestsOptions, "store" | "log">,
  tenantId: string,
  id: string,
): Promise<Found | undefined> {
  const row = await options.store.get(tenantId, consentKey(id));
  if (!row) return undefined;
  const record = parseRequest(options, tenantId, row);
  return record && { record, etag: row.etag };
}

function parseRequest({ log }: Pick<RequestsOptions, "log">, tenantId: string, { rk, value }: Row) {
  const { data } = ConsentRecord.safeParse(value);
  if (!data) log.error("a consent request cannot be read", { tenantId, row: rk });
  return data;
}

/**
 * All requests of a tenant, or those that a person has made, read page by page. A thousand of them take
 * about ten milliseconds for a person: there is no index of people, because it would have to be right.
 */
export async function* listRequests(
  options: Pick<RequestsOptions, "store" | "log">,
  tenantId: string,
  personId?: string,
): AsyncGenerator<ConsentRecord> {
  for await (const row of listRows(options, tenantId, "consent|")) {
    if (personId !== undefined && !isOf(row.value, personId)) continue;
    const record = parseRequest(options, tenantId, row);
    if (record) yield record;
  }
}

/** Looked at before the schema is, which takes most of the time. */
function isOf(value: unknown, personId: string): boolean {
  const isObject = typeof value === "object" && value !== null;
  return isObject && "requesterId" in value && value.requesterId === personId;
}

type Place = Pick<ConsentRecord, "tenantId"> & {
  readonly card: Pick<ConsentRecord["card"], "conversationId" | "activityId">;
};

/** The row that says which request the links of a card belong to. */
function cardKey({ card: { conversationId, activityId } }: Place): string {
  const hash = createHash("sha256").update(`${conversationId} ${activityId}`).digest("base64url");
  return `card|${hash}`;
}

const Owner = z.object({ id: z.string() });

/** The id of the request that a card shows; undefined once the card shows something else. */
export async function findOwner({ store }: RequestsOptions, place: Place) {
  const row = await store.get(place.tenantId, cardKey(place));
  return Owner.safeParse(row?.value).data?.id;
}

/** Takes a card away from its request: it shows something else now. */
export async function releaseCard(options: RequestsOptions, card: CardPlace): Promise<void> {
  const { tenantId } = card;
  const rk = cardKey({ tenantId, card });
  if (await options.store.get(tenantId, rk)) await dropRow(options, tenantId, rk);
}

/** Deletes a row that nobody needs any more. Somebody else may have done so first, which is what was wanted. */
export async function dropRow(
  { store }: Pick<RequestsOptions, "store">,
  tenantId: string,
  rk: string,
) {
  await ignoreConflict(store.commit(tenantId, [{ op: "delete", rk }]));
}

async function ignoreConflict(commit: Promise<void>): Promise<void> {
  await commit.catch((error: unknown) => {
    if (!isConflict(error)) throw error;
  });
}

/**
 * Commits a new request and gives it the card. An untouched one that the same person made there before is
 * superseded: its links are on no card any more.
 */
export async function insertRequest(
  options: RequestsOptions,
  record: ConsentRecord,
  entry: AuditEntry,
): Promise<void> {
  await options.ledger.record(record.tenantId, entry, async () => [
    { op: "insert", rk: consentKey(record.id), value: record },
    { op: "insert", rk: dueKey(record), value: { id: record.id } },
    ...(record.card.activityId === "" ? [] : await takeCard(options, record)),
  ]);
}

async function takeCard(options: RequestsOptions, record: ConsentRecord): Promise<Op[]> {
  const own: Op = { op: "put", rk: cardKey(record), value: { id: record.id } };
  return [own, ...(await dropSuperseded(options, record))];
}

async function dropSuperseded(options: RequestsOptions, next: ConsentRecord): Promise<Op[]> {
  const id = await findOwner(options, next);
  const found = id === undefined ? undefined : await readRequest(options, next.tenantId, id);
  const before = found?.record;
  const isUntouched = before?.links.every(({ status }) => status === "open");
  if (!before || !isUntouched || before.requesterId !== next.requesterId) return [];
  return removal(options, before);
}

async function removal({ store }: RequestsOptions, record: ConsentRecord): Promise<Op[]> {
  const keys = [consentKey(record.id), dueKey(record)];
  const rows = await Promise.all(keys.map((rk) => store.get(record.tenantId, rk)));
  return keys.filter((_, index) => rows[index]).map((rk) => ({ op: "delete", rk }));
}

/** Deletes a request with its deadline and its hold on a card. @returns false when it is gone already */
export async function removeRequest(
  options: RequestsOptions,
  record: ConsentRecord,
  entry: AuditEntry,
): Promise<boolean> {
  return options.ledger.record(record.tenantId, entry, async () => {
    const found = await readRequest(options, record.tenantId, record.id);
    if (!found) return undefined;
    const isOwner = (await findOwner(options, record)) === record.id;
    const card: Op[] = isOwner ? [{ op: "delete", rk: cardKey(record) }] : [];
    return [...(await removal(options, found.record)), ...card];
  });
}

interface Change {
  readonly tenantId: string;
  readonly id: string;
  /** Line of the audit log; none for what people need not answer for. */
  readonly entry?: (() => AuditEntry) | undefined;
  /** What else belongs into the commit. */
  readonly more?: ((changed: ConsentRecord) => readonly Op[]) | undefined;
}

/**
 * Changes a request and moves its deadline with it, in one commit; asked again after a conflict.
 * @param mutate gives the request as it should stand, or undefined to leave it
 * @returns the request as it stands now, or undefined when it is gone or was left
 */
export async function changeRequest(
  options: RequestsOptions,
  { tenantId, id, entry, more }: Change,
  mutate: (record: ConsentRecord) => ConsentRecord | undefined,
): Promise<ConsentRecord | undefined> {
  let changed: ConsentRecord | undefined;
  const decide = async () => {
    changed = undefined;
    const found = await readRequest(options, tenantId, id);
    const wanted = found && mutate(found.record);
    if (!found || !wanted) return undefined;
    changed = { ...wanted, dueAt: nextDue(wanted, options.clock.now()) };
    return [...(await toOps(options, found, changed)), ...(more?.(changed) ?? [])];
  };
  if (entry) await options.ledger.record(tenantId, entry, decide);
  else await commitQuietly(options, tenantId, decide);
  return changed;
}

async function toOps(
  { store }: RequestsOptions,
  { record, etag }: Found,
  value: ConsentRecord,
): Promise<Op[]> {
  const replace: Op = { op: "replace", rk: consentKey(record.id), etag, value };
  const [old, next] = [dueKey(record), dueKey(value)];
  if (old === next) return [replace];
  const isThere = await store.get(record.tenantId, old);
  const gone: Op[] = isThere ? [{ op: "delete", rk: old }] : [];
  return [replace, ...gone, { op: "put", rk: next, value: { id: record.id } }];
}
