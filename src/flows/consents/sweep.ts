import { z } from "zod";
import type { ConsentOutcome } from "../../core/consent/index.ts";
import type { Row } from "../../ports.ts";
import { announce } from "./announce.ts";
import { listRecords } from "./list-records.ts";
import type { ConsentsOptions } from "./options.ts";
import { judgeAll } from "./prove.ts";
import { ConsentRecord, consentKey } from "./record.ts";
import { settle } from "./settle.ts";

/** Deadlines that one sweep looks at in one tenant; the rest waits for the next. */
const BATCH = 200;

const Due = z.strictObject({ id: z.string(), what: z.enum(["expire", "forget"]) });

/** Settles what is past its time, in every tenant that ever had a commit. */
export async function sweepDue(options: ConsentsOptions): Promise<number> {
  const now = new Date(options.clock.now()).toISOString();
  let settled = 0;
  for (const tenantId of await listTenants(options)) {
    const range = { from: "due|", to: `due|${now}|~`, limit: BATCH };
    for (const row of await options.store.list(tenantId, range))
      settled += Number(await meet(options, tenantId, row));
  }
  return settled;
}

async function listTenants({ store }: ConsentsOptions): Promise<string[]> {
  const rows = await store.list("sys", { from: "tenant|", to: "tenant|~" });
  return rows.map(({ rk }) => rk.slice("tenant|".length));
}

async function meet(options: ConsentsOptions, tenantId: string, { rk, value }: Row) {
  const { id, what } = Due.parse(value);
  const row = await options.store.get(tenantId, consentKey(id));
  if (!row || what === "forget") {
    const gone = row ? [{ op: "delete", rk: row.rk } as const] : [];
    await options.store.commit(tenantId, [{ op: "delete", rk }, ...gone]);
    return false;
  }
  return expire(options, ConsentRecord.parse(row.value));
}

/**
 * Closes a request whose links are past their time. Some failures never come back to us, and some grants
 * neither: the directory has the last word.
 * @returns true when this call settled it
 */
export async function expire(options: ConsentsOptions, record: ConsentRecord): Promise<boolean> {
  if (record.links.some(({ status }) => status === "checking")) return false;
  const answer = await options.directory.readApp(record.tenantId, record.clientId);
  const now = answer.kind === "read" ? judgeAll(options, record, answer.value) : undefined;
  const isSeen = now?.kind === "granted" || now?.kind === "partial";
  const isUntouched = record.links.every(({ claim }) => claim === null);
  const late: ConsentOutcome = { kind: "expired" };
  const outcome = isSeen && now ? now : isUntouched ? late : (record.outcome ?? late);
  const readAt = answer.kind === "read" ? answer.value.readAt : null;
  const settled = await settle(options, { record, link: "all" }, { outcome, readAt });
  if (settled?.isNews) await announce(options, settled);
  return settled !== undefined;
}

/** Takes up what an earlier process left between redeemed and proved. */
export async function resumeRecords(
  options: ConsentsOptions,
  prove: (record: ConsentRecord, link: number) => void,
): Promise<void> {
  for (const tenantId of await listTenants(options)) {
    for await (const record of listRecords(options.store, tenantId))
      for (const [link, { status }] of record.links.entries())
        if (status === "checking") prove(record, link);
  }
}
