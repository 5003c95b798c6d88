import { z } from "zod";
import type { ConsentOutcome } from "../../core/consent/index.ts";
import type { Row } from "../../ports.ts";
import { describeError } from "../../telemetry/index.ts";
import { announce } from "./announce.ts";
import type { ConsentsOptions } from "./options.ts";
import { judgeAll } from "./prove.ts";
import { type ConsentRecord, isClosed } from "./record.ts";
import { changeRequest, findOwner, listRequests, readRequest, removeRequest } from "./requests.ts";
import { settle } from "./settle.ts";

/** Requests that one sweep looks at in one tenant; the rest waits for the next. */
const BATCH = 200;

/** What a sweep works with besides the flow's own. */
export interface Sweeping {
  /** Ends between two requests. */
  readonly signal: AbortSignal;
  /** Starts the proof of a link in the background, unless it runs here already. */
  prove(record: ConsentRecord, link: number): void;
}

/** Looks at every request that is due, in every tenant. @returns how many it settled */
export async function sweepDue(options: ConsentsOptions, sweeping: Sweeping): Promise<number> {
  const now = new Date(options.clock.now()).toISOString();
  let settled = 0;
  for (const tenantId of await options.ledger.tenants()) {
    const range = { from: "due|", to: `due|${now}|~`, limit: BATCH };
    for (const row of await options.store.list(tenantId, range)) {
      if (sweeping.signal.aborted) return settled;
      settled += Number(await meetSafely(options, sweeping, { tenantId, row }));
    }
  }
  return settled;
}

const Due = z.object({ id: z.string() });

interface Meeting {
  readonly tenantId: string;
  readonly row: Row;
}

/** One request that breaks must not keep the others waiting. */
async function meetSafely(options: ConsentsOptions, sweeping: Sweeping, meeting: Meeting) {
  try {
    return await meet(options, sweeping, meeting);
  } catch (error) {
    const { tenantId, row } = meeting;
    options.log.error("a due request broke", { tenantId, row: row.rk, ...describeError(error) });
    return false;
  }
}

async function meet(options: ConsentsOptions, sweeping: Sweeping, { tenantId, row }: Meeting) {
  const due = Due.safeParse(row.value).data;
  const found = due && (await readRequest(options, tenantId, due.id));
  // A deadline whose request is gone, or cannot be read, is nobody's any more.
  if (!found) {
    await options.store.commit(tenantId, [{ op: "delete", rk: row.rk }]);
    return false;
  }
  const { record } = found;
  if (record.untold !== null) {
    await announce(options, record, null);
    return false;
  }
  const checking = record.links.flatMap(({ status }, link) => (status === "checking" ? link : []));
  if (checking.length > 0) {
    // Its deadline moves first: the proof may take longer than the pause between two sweeps.
    const moved = await changeRequest(options, { tenantId, id: record.id }, (current) => current);
    for (const link of checking) if (moved) sweeping.prove(moved, link);
    return false;
  }
  if (!isClosed(record)) return expire(options, record);
  const entry = { verb: "consent.ended", actor: "system", object: `consent:${record.id}` };
  await removeRequest(options, record, entry);
  return false;
}

/**
 * Closes a request whose links are past their time. Some failures never come back to us, and some grants
 * neither: the directory has the last word.
 * @returns true when this call settled it
 */
export async function expire(options: ConsentsOptions, record: ConsentRecord): Promise<boolean> {
  const answer = await options.directory.readApp(record.tenantId, record.clientId);
  const reading = answer.kind === "read" ? answer.value : null;
  const now = reading && judgeAll(record, reading);
  const isSeen = now?.kind === "granted" || now?.kind === "partial";
  const late: ConsentOutcome = { kind: "expired" };
  const outcome = isSeen && now ? now : (record.outcome ?? late);
  const settled = await settle(options, { record, link: "all" }, { outcome, reading });
  if (!settled) return false;
  if (await isWorthTelling(options, settled)) await announce(options, settled, reading);
  return true;
}

/** Nobody waits for the links of a card that shows something else by now. */
async function isWorthTelling(options: ConsentsOptions, record: ConsentRecord): Promise<boolean> {
  const { tenantId, id, card, untold } = record;
  if (untold === null) return false;
  if (card.activityId === "" || (await findOwner(options, record)) === id) return true;
  await changeRequest(options, { tenantId, id }, (current) => ({ ...current, untold: null }));
  return false;
}

/** Takes up what an earlier process left between redeemed and proved, or between proved and told. */
export async function resumeRequests(options: ConsentsOptions, sweeping: Sweeping): Promise<void> {
  for (const tenantId of await options.ledger.tenants())
    for await (const record of listRequests(options, tenantId)) {
      for (const [link, { status }] of record.links.entries())
        if (status === "checking") sweeping.prove(record, link);
      if (record.untold !== null) await announce(options, record, null);
    }
}
