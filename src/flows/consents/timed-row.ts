import { z } from "zod";
import type { Row } from "../../ports/index.ts";
import type { RequestsOptions } from "./options.ts";
import { type ConsentRecord, consentKey, dueKey, timeKey } from "./record.ts";
import { changeRequest, dropRow, readRequest } from "./requests.ts";

/** A row that names a request and a time, as it was listed; it may be old by now. */
export interface TimedRow {
  readonly tenantId: string;
  readonly row: Row;
}

const Named = z.object({ id: z.string() });

/** The request of a row, when the row is that request's own. @returns undefined for another row, which is mended */
export async function findTimed(
  options: RequestsOptions,
  timed: TimedRow,
): Promise<ConsentRecord | undefined> {
  const { tenantId, row } = timed;
  const named = Named.safeParse(row.value).data;
  const found = named && (await readRequest(options, tenantId, named.id));
  if (!found) await putOff(options, timed, named?.id);
  else if (row.rk === dueKey(found.record)) return found.record;
  else await dropMoved(options, timed, found.record);
  return undefined;
}

/** Time after which a request is looked at again that this version cannot read, in milliseconds. */
const UNREADABLE_MS = 60 * 60_000;

/** A time whose request is gone is nobody's; one that another version wrote waits for that version. */
async function putOff(
  options: RequestsOptions,
  { tenantId, row }: TimedRow,
  id: string | undefined,
): Promise<void> {
  const { store, clock } = options;
  const isThere = id !== undefined && (await store.get(tenantId, consentKey(id))) !== undefined;
  if (isThere) {
    const rk = timeKey("due", { id, dueAt: clock.now() + UNREADABLE_MS });
    await store.commit(tenantId, [{ op: "put", rk, value: { id } }]);
  }
  await dropRow(options, tenantId, row.rk);
}

/** The request has moved on since the rows were listed. It is not left without a row of its own. */
async function dropMoved(
  options: RequestsOptions,
  { tenantId, row }: TimedRow,
  record: ConsentRecord,
): Promise<void> {
  const own = await options.store.get(tenantId, dueKey(record));
  if (!own) await changeRequest(options, { tenantId, id: record.id }, (current) => current);
  await dropRow(options, tenantId, row.rk);
}
