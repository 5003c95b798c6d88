import type { ConsentOutcome } from "../../core/consent/index.ts";
import type { Op } from "../../ports.ts";
import type { ConsentsOptions } from "./options.ts";
import { ConsentRecord, consentKey, dueKey } from "./record.ts";

/** Days that a settled request is kept, so that a late visitor still hears what became of it. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** What is to be said of a request, and when the directory was read for it; null where it was not. */
export interface Finding {
  readonly outcome: ConsentOutcome;
  readonly readAt: number | null;
}

interface Settling {
  readonly record: Pick<ConsentRecord, "id" | "tenantId">;
  /** The link that this outcome closes; null where it closes none, `all` on expiry. */
  readonly link: number | "all" | null;
}

/** A request as it stands after it was settled. */
export interface Settled {
  readonly record: ConsentRecord;
  /** It says something else than before. */
  readonly isNews: boolean;
}

/**
 * Commits an outcome with its audit line, and closes the deadline once nothing is open any more.
 * @returns undefined where the request is gone, or was settled by somebody else
 */
export async function settle(
  options: ConsentsOptions,
  { record: { id, tenantId }, link }: Settling,
  finding: Finding,
): Promise<Settled | undefined> {
  const details = { outcome: finding.outcome.kind, isProved: finding.readAt !== null };
  const entry = { verb: "consent.settled", actor: "system", object: `consent:${id}`, details };
  let settled: Settled | undefined;
  await options.ledger.record(tenantId, entry, async () => {
    settled = undefined;
    const row = await options.store.get(tenantId, consentKey(id));
    if (!row) return undefined;
    const before = ConsentRecord.parse(row.value);
    if (typeof link === "number" && before.links[link]?.status !== "checking") return undefined;
    const { outcome, readAt: provedAt } = chooseFinding(before, finding);
    const value = { ...closeLinks(before, link), outcome, provedAt };
    settled = { record: value, isNews: !isSame(outcome, before.outcome) };
    const replace: Op = { op: "replace", rk: row.rk, etag: row.etag, value };
    return [replace, ...(await moveDeadline(options, before, value))];
  });
  return settled;
}

/**
 * Links of one request end in any order. What the directory has shown for all of them is not unsaid by one
 * that is refused, nor by a directory that does not answer.
 */
function chooseFinding({ outcome, provedAt }: ConsentRecord, finding: Finding): Finding {
  const isShown = provedAt !== null && outcome !== null;
  if (!isShown) return finding;
  const isUnread = finding.readAt === null && outcome.kind === "granted";
  const isRefusal = REFUSALS.includes(finding.outcome.kind) && outcome.kind === "partial";
  return isUnread || isRefusal ? { outcome, readAt: provedAt } : finding;
}

const REFUSALS: readonly ConsentOutcome["kind"][] = [
  "cancelled",
  "declined",
  "needs-admin",
  "failed",
  "other-tenant",
];

/** The schema puts names in its own order. */
function isSame(one: ConsentOutcome, other: ConsentOutcome | null): boolean {
  const { outcome } = ConsentRecord.shape;
  return JSON.stringify(outcome.parse(one)) === JSON.stringify(outcome.parse(other));
}

function closeLinks(record: ConsentRecord, which: Settling["link"]): ConsentRecord {
  const links = record.links.map((one, index) =>
    which === "all" || index === which ? { ...one, status: "settled" as const } : one,
  );
  return { ...record, links };
}

/** A request that is closed waits for nothing but to be forgotten. */
async function moveDeadline(
  { store, clock }: ConsentsOptions,
  before: ConsentRecord,
  after: ConsentRecord,
): Promise<Op[]> {
  const isClosed =
    after.outcome?.kind === "granted" || after.links.every(({ status }) => status === "settled");
  const rk = dueKey(before);
  if (!isClosed || !(await store.get(before.tenantId, rk))) return [];
  const forget = dueKey({ id: before.id, expiresAt: clock.now() + KEPT_MS });
  return [
    { op: "delete", rk },
    { op: "put", rk: forget, value: { id: before.id, what: "forget" } },
  ];
}
