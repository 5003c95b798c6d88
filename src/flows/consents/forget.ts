import type { Op } from "../../ports.ts";
import { listRecords } from "./list-records.ts";
import type { ConsentsOptions } from "./options.ts";
import { type ConsentRecord, consentKey, dueKey } from "./record.ts";

/** Deletes the requests that a person has made; their links then count no more. @returns how many */
export async function forgetRequests(
  options: ConsentsOptions,
  tenantId: string,
  personId: string,
): Promise<number> {
  let forgotten = 0;
  for await (const record of listRecords(options.store, tenantId))
    if (record.requesterId === personId) forgotten += Number(await forget(options, record));
  return forgotten;
}

async function forget({ store, ledger }: ConsentsOptions, record: ConsentRecord): Promise<boolean> {
  const { tenantId, requesterId: actor, id } = record;
  const entry = { verb: "consent.forgotten", actor, object: `consent:${id}` };
  return ledger.record(tenantId, entry, async () => {
    const rk = consentKey(id);
    if (!(await store.get(tenantId, rk))) return undefined;
    const ops: Op[] = [{ op: "delete", rk }];
    const due = dueKey(record);
    if (await store.get(tenantId, due)) ops.push({ op: "delete", rk: due });
    return ops;
  });
}
