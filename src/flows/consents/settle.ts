import type { ConsentOutcome } from "../../core/consent/index.ts";
import type { TenantReading } from "../../core/grant/index.ts";
import type { ConsentsOptions } from "./options.ts";
import { ConsentRecord } from "./record.ts";
import { changeRequest } from "./requests.ts";

/** What is to be said of a request, and the reading that says so; null where there was none. */
export interface Finding {
  readonly outcome: ConsentOutcome;
  readonly reading: TenantReading | null;
}

interface Settling {
  readonly record: Pick<ConsentRecord, "id" | "tenantId">;
  /** The link that this outcome closes; null where it closes none, `all` on expiry. */
  readonly link: number | "all" | null;
}

/**
 * Commits an outcome with its audit line. Where it says something else than before, its people are still
 * to be told: see {@link ConsentRecord}'s `untold`.
 * @returns undefined where the request is gone, or was settled by somebody else
 */
export async function settle(
  options: ConsentsOptions,
  { record: { id, tenantId }, link }: Settling,
  finding: Finding,
): Promise<ConsentRecord | undefined> {
  let chosen = finding.outcome.kind;
  const entry = () => ({
    verb: "consent.settled",
    actor: "system",
    object: `consent:${id}`,
    details: { outcome: chosen, isProved: finding.reading !== null },
  });
  let isNews = false;
  const more = (next: ConsentRecord) => (isNews ? (options.promise?.(next) ?? []) : []);
  const settled = await changeRequest(options, { tenantId, id, entry, more }, (before) => {
    if (!mayClose(before, link)) return undefined;
    const appName = finding.reading?.app.name ?? before.appName;
    const next = { ...closeLinks(before, link), ...chooseFinding(before, finding), appName };
    chosen = next.outcome.kind;
    isNews = !isSame(next.outcome, before.outcome);
    return { ...next, untold: isNews ? 0 : before.untold };
  });
  if (finding.reading) options.hear?.(tenantId, finding.reading);
  // What is no news is told already, or by whoever settled it first.
  return settled && !isNews ? { ...settled, untold: null } : settled;
}

/**
 * Links of one request end in any order. What the directory has shown for all of them is not unsaid by one
 * that is refused, nor by a directory that does not answer.
 */
function chooseFinding(
  { outcome: before, provedAt }: ConsentRecord,
  { outcome, reading }: Finding,
): { readonly outcome: ConsentOutcome; readonly provedAt: number | null } {
  const found = { outcome, provedAt: reading?.readAt ?? null };
  if (before === null || provedAt === null) return found;
  const isUnread = reading === null && before.kind === "granted";
  const isLess = isRefusal(outcome) && before.kind === "partial";
  return isUnread || isLess ? { outcome: before, provedAt } : found;
}

const REFUSALS: ReadonlySet<ConsentOutcome["kind"]> = new Set([
  "cancelled",
  "declined",
  "needs-admin",
  "failed",
  "other-tenant",
]);

/** True for what a page said, as long as the directory shows nothing. */
export function isRefusal({ kind }: ConsentOutcome): boolean {
  return REFUSALS.has(kind);
}

/** True for one outcome in two orders of names: the schema puts them in its own. */
export function isSame(one: ConsentOutcome, other: ConsentOutcome | null): boolean {
  const { outcome } = ConsentRecord.shape;
  return JSON.stringify(outcome.parse(one)) === JSON.stringify(outcome.parse(other));
}

/** Whoever closes it first has closed it; a proof that is running has the say before the clock has. */
function mayClose({ links }: ConsentRecord, which: Settling["link"]): boolean {
  if (which === null) return true;
  if (which !== "all") return links[which]?.status === "checking";
  const isChecking = links.some(({ status }) => status === "checking");
  return !isChecking && links.some(({ status }) => status === "open");
}

function closeLinks(record: ConsentRecord, which: Settling["link"]): ConsentRecord {
  const links = record.links.map((one, index) =>
    which === "all" || index === which ? { ...one, status: "settled" as const } : one,
  );
  return { ...record, links };
}
