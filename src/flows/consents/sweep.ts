import type { ConsentOutcome } from "../../core/consent/index.ts";
import type { TenantReading } from "../../core/grant/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { announce, isLastTry } from "./announce.ts";
import type { ConsentsOptions } from "./options.ts";
import { judgeAll } from "./prove.ts";
import type { ConsentRecord } from "./record.ts";
import { changeRequest, findOwner, listRequests } from "./requests.ts";
import { settle } from "./settle.ts";
import { findTimed, type TimedRow } from "./timed-row.ts";

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

/** One request that breaks must not keep the others waiting. */
async function meetSafely(options: ConsentsOptions, sweeping: Sweeping, timed: TimedRow) {
  try {
    const record = await findTimed(options, timed);
    return record ? await meetDue(options, sweeping, record) : false;
  } catch (error) {
    const { tenantId, row } = timed;
    options.log.error("a due request broke", { tenantId, row: row.rk, ...describeError(error) });
    return false;
  }
}

async function meetDue(options: ConsentsOptions, sweeping: Sweeping, record: ConsentRecord) {
  if (record.untold !== null) {
    await tellAgain(options, record);
    return false;
  }
  const checking = record.links.flatMap(({ status }, link) => (status === "checking" ? link : []));
  if (checking.length === 0) return expire(options, record);
  const claimed = await claimDue(options, record, (current) => current);
  for (const link of checking) if (claimed) sweeping.prove(claimed, link);
  return false;
}

/**
 * Moves the deadline before anything is done: the work may take longer than the pause between two sweeps,
 * and of two processes that meet the same request one goes on.
 */
function claimDue(
  options: ConsentsOptions,
  { tenantId, id, dueAt }: ConsentRecord,
  change: (current: ConsentRecord) => ConsentRecord,
): Promise<ConsentRecord | undefined> {
  return changeRequest(options, { tenantId, id }, (current) =>
    current.dueAt === dueAt ? change(current) : undefined,
  );
}

/** The try is counted before it begins: one that breaks counts too. */
async function tellAgain(options: ConsentsOptions, record: ConsentRecord): Promise<void> {
  const untold = isLastTry(record) ? null : (record.untold ?? 0) + 1;
  const claimed = await claimDue(options, record, (current) => ({ ...current, untold }));
  if (!claimed) return;
  const { tenantId, id: request } = record;
  if (untold === null) options.log.warn("a consent was not told", { tenantId, request });
  else await announce(options, claimed, null);
}

/** A request whose links are closed because of their time, and the reading behind it. */
interface Closed {
  readonly record: ConsentRecord;
  readonly reading: TenantReading | null;
}

/**
 * Closes a request whose links are past their time. Some failures never come back to us, and some grants
 * neither: the directory has the last word.
 * @returns undefined where somebody else closed it, or a proof is running
 */
export async function closeLate(
  options: ConsentsOptions,
  record: ConsentRecord,
): Promise<Closed | undefined> {
  const answer = await options.directory.readApp(record.tenantId, record.clientId);
  const reading = answer.kind === "read" ? answer.value : null;
  const now = reading && judgeAll(record, reading);
  const isSeen = now?.kind === "granted" || now?.kind === "partial";
  const late: ConsentOutcome = { kind: "expired" };
  const outcome = isSeen && now ? now : (record.outcome ?? late);
  const settled = await settle(options, { record, link: "all" }, { outcome, reading });
  return settled && { record: settled, reading };
}

/** @returns true when this call settled it */
async function expire(options: ConsentsOptions, record: ConsentRecord): Promise<boolean> {
  const closed = await closeLate(options, record);
  if (!closed) return false;
  if (await isWorthTelling(options, closed.record))
    await announce(options, closed.record, closed.reading);
  return true;
}

/**
 * Nobody waits for the links of a card that shows something else by now. A grant is told all the same,
 * unless the card has another request, which tells it.
 */
async function isWorthTelling(options: ConsentsOptions, record: ConsentRecord): Promise<boolean> {
  const { tenantId, id, card, untold, outcome } = record;
  if (untold === null) return false;
  if (card.activityId === "") return true;
  const owner = await findOwner(options, record);
  if (owner === id || (owner === undefined && outcome?.kind !== "expired")) return true;
  await changeRequest(options, { tenantId, id }, (current) => ({ ...current, untold: null }));
  return false;
}

/** Takes up what an earlier process left between redeemed and proved; what it left untold is soon due. */
export async function resumeRequests(options: ConsentsOptions, sweeping: Sweeping): Promise<void> {
  for (const tenantId of await options.ledger.tenants())
    for await (const record of listRequests(options, tenantId))
      for (const [link, { status }] of record.links.entries())
        if (status === "checking") sweeping.prove(record, link);
}
