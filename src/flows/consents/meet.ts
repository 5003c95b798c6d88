import type { ConsentOutcome } from "../../core/consent/index.ts";
import type { TenantReading } from "../../core/grant/index.ts";
import { listRows } from "../list-rows.ts";
import { announce, isLastTry } from "./announce.ts";
import type { ConsentsOptions } from "./options.ts";
import { judgeAll } from "./prove.ts";
import { type ConsentRecord, PROVE_MS, timeKey } from "./record.ts";
import { changeRequest, findOwner, readRequest } from "./requests.ts";
import { settle } from "./settle.ts";
import { findTimed, type TimedRow } from "./timed-row.ts";

/** What meeting a request works with besides the flow's own. */
export interface Meeting {
  /** Starts the proof of a link in the background, unless it runs here already. */
  prove(record: ConsentRecord, link: number): void;
}

/** Looks at the request of a row whose time has come: proves, tells again, or closes it. */
export async function meetRow(
  options: ConsentsOptions,
  meeting: Meeting,
  timed: TimedRow,
): Promise<void> {
  const record = await findTimed(options, timed);
  if (record) await meetDue(options, meeting, record);
}

async function meetDue(
  options: ConsentsOptions,
  meeting: Meeting,
  record: ConsentRecord,
): Promise<void> {
  if (record.untold !== null) return tellAgain(options, record);
  const checking = record.links.flatMap(({ status }, link) => (status === "checking" ? link : []));
  if (checking.length === 0) return expire(options, record);
  const claimed = await claimDue(options, record, (current) => current);
  for (const link of checking) if (claimed) meeting.prove(claimed, link);
}

/**
 * Moves the deadline before anything is done: the work may take longer than the pause between two visits,
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

async function expire(options: ConsentsOptions, record: ConsentRecord): Promise<void> {
  const closed = await closeLate(options, record);
  if (closed && (await isWorthTelling(options, closed.record)))
    await announce(options, closed.record, closed.reading);
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

/**
 * Takes up at once what an ended process left between redeemed and proved in a tenant: such a request stands
 * under a time that is minutes ahead at most.
 */
export async function resumeRequests(
  options: ConsentsOptions,
  meeting: Meeting,
  tenantId: string,
): Promise<void> {
  const to = timeKey("due", { id: "~", dueAt: options.clock.now() + PROVE_MS });
  for await (const row of listRows(options, tenantId, "due|", to)) {
    const [, , kind, id] = row.rk.split("|");
    if (kind !== "consent" || id === undefined) continue;
    const found = await readRequest(options, tenantId, id);
    for (const [link, { status }] of (found?.record.links ?? []).entries())
      if (found && status === "checking") meeting.prove(found.record, link);
  }
}
