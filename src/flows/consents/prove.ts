import {
  type Asked,
  type ConsentOutcome,
  judgeOutcome,
  listMissing,
  type OutcomeClaim,
} from "../../core/consent/index.ts";
import type { TenantReading } from "../../core/grant/index.ts";
import type { DirectoryAnswer } from "../../ports/index.ts";
import { announce, showChecking } from "./announce.ts";
import type { ConsentsOptions } from "./options.ts";
import { askedOf, type ConsentRecord } from "./record.ts";
import { readRequest } from "./requests.ts";
import { type Finding, isRefusal, isSame, settle } from "./settle.ts";

/** Waiting that ends when the product stops. */
export interface Pause {
  readonly signal: AbortSignal;
  wait(milliseconds: number): Promise<void>;
}

/**
 * Waits before each reading, in milliseconds: real directories show a grant after seconds, rarely after
 * minutes. Source: learn.microsoft.com/graph/api/oauth2permissiongrant-get, on replication delays.
 */
const WAITS: readonly number[] = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

interface Proving {
  readonly record: ConsentRecord;
  readonly link: number;
}

/** Reads the directory until it shows what a link asked for, or has had its time; then settles and tells. */
export async function proveLink(
  options: ConsentsOptions,
  pause: Pause,
  { record, link }: Proving,
): Promise<void> {
  let seconds = 0;
  for (const [index, milliseconds] of WAITS.entries()) {
    if (index === 1) await showChecking(options, record);
    await pause.wait(Math.max(milliseconds, seconds * 1000));
    if (pause.signal.aborted) return;
    const judged = await judgeLink(options, { record, link }, index === WAITS.length - 1);
    if (judged.kind === "judged") {
      const settled = await settle(options, { record, link }, judged);
      return settled && announce(options, settled, judged.reading);
    }
    seconds = judged.seconds;
  }
}

/** What one reading came to: an outcome, or that it is worth another try after so many seconds. */
type Judged =
  | ({ readonly kind: "judged" } & Finding)
  | { readonly kind: "wait"; readonly seconds: number };

async function judgeLink(
  options: ConsentsOptions,
  { record, link }: Proving,
  isLastTry: boolean,
): Promise<Judged> {
  const answer = await options.directory.readApp(record.tenantId, record.clientId);
  const links = record.links.slice(link, link + 1);
  const claim = links[0]?.claim ?? { kind: "empty" };
  if (answer.kind !== "read") return judgeUnread(record, answer, { claim, isLastTry });
  const reading = answer.value;
  const own = judge(record, { claim, asked: askedOf(links), reading, isLastTry });
  if (own.kind === "wait") return { kind: "wait", seconds: 0 };
  return { kind: "judged", outcome: widen(record, reading, own), reading };
}

/** What is shown of one link is told of the whole request: its card lists what all links asked for. */
function widen(record: ConsentRecord, reading: TenantReading, own: ConsentOutcome): ConsentOutcome {
  if (own.kind === "granted" || own.kind === "partial") return judgeAll(record, reading);
  if (own.kind !== "other") return own;
  const asked = askedOf(record.links);
  const missing = listMissing({ asked, reading, personId: record.requesterId });
  return missing.length < asked.length ? { kind: "partial", missing } : { ...own, missing };
}

type Unread = Exclude<DirectoryAnswer<TenantReading>, { kind: "read" }>;

/** Without a reading nothing is proved; what the redirect said still chooses the words for that. */
function judgeUnread(
  { tenantId }: ConsentRecord,
  answer: Unread,
  { claim, isLastTry }: { readonly claim: OutcomeClaim; readonly isLastTry: boolean },
): Judged {
  const said = wordsOf(claim, tenantId);
  if (said) return { kind: "judged", outcome: said, reading: null };
  const seconds = answer.kind === "busy" ? Math.min(answer.seconds, 120) : 0;
  if (!isLastTry && answer.kind !== "not-connected") return { kind: "wait", seconds };
  const outcome: ConsentOutcome = { kind: "unproved", reason: answer.kind };
  return { kind: "judged", outcome, reading: null };
}

function wordsOf(claim: OutcomeClaim, tenantId: string): ConsentOutcome | undefined {
  if (claim.kind === "refused")
    return claim.how === "failed" ? { kind: "failed", code: claim.code } : { kind: claim.how };
  const isElsewhere =
    claim.kind === "accepted" && claim.tenant !== null && claim.tenant !== tenantId;
  return isElsewhere ? { kind: "other-tenant" } : undefined;
}

interface Judging {
  readonly claim: OutcomeClaim;
  readonly asked: readonly Asked[];
  readonly reading: TenantReading;
  readonly isLastTry: boolean;
}

function judge(record: ConsentRecord, judging: Judging) {
  const { tenantId, requesterId: personId, before } = record;
  return judgeOutcome({ ...judging, tenantId, personId, before });
}

/** Judges all links of a request by one reading, as if their pages had said yes. */
export function judgeAll(record: ConsentRecord, reading: TenantReading): ConsentOutcome {
  const claim = { kind: "accepted", tenant: record.tenantId } as const;
  const asked = askedOf(record.links);
  const judged = judge(record, { claim, asked, reading, isLastTry: true });
  return judged.kind === "wait" ? { kind: "replicating" } : judged;
}

/**
 * Reads once more for a request, and settles what that shows.
 * @returns the request as it stands now; undefined for one that is unknown in that tenant
 */
export async function proveNow(
  options: ConsentsOptions,
  tenantId: string,
  id: string,
): Promise<ConsentRecord | undefined> {
  const found = await readRequest(options, tenantId, id);
  if (!found) return undefined;
  const { record } = found;
  const answer = await options.directory.readApp(tenantId, record.clientId);
  const finding = judgeAgain(record, answer);
  if (!finding) return record;
  // Whoever has a link may look again at will: what is known already adds nothing to the audit log.
  if (isSame(finding.outcome, record.outcome)) {
    if (finding.reading) options.hear?.(tenantId, finding.reading);
    return { ...record, provedAt: finding.reading?.readAt ?? record.provedAt };
  }
  const settled = await settle(options, { record, link: null }, finding);
  if (!settled) return record;
  if (settled.untold !== null) await announce(options, settled, finding.reading);
  return settled;
}

/**
 * Nothing that a page once said is worse than what is read now.
 * @returns undefined for what stays as it was
 */
function judgeAgain(
  record: ConsentRecord,
  answer: DirectoryAnswer<TenantReading>,
): Finding | undefined {
  const said = record.outcome;
  if (answer.kind !== "read") {
    const isWaiting = said?.kind === "unproved" || said?.kind === "replicating";
    return isWaiting
      ? { outcome: { kind: "unproved", reason: answer.kind }, reading: null }
      : undefined;
  }
  const now = judgeAll(record, answer.value);
  const isNothing = now.kind === "replicating" || now.kind === "other";
  const isSaid = said === null || isRefusal(said) || said.kind === "expired";
  if (isNothing && isSaid) return undefined;
  return { outcome: now, reading: answer.value };
}
