import {
  type Asked,
  type ConsentOutcome,
  judgeOutcome,
  type OutcomeClaim,
} from "../../core/consent/index.ts";
import type { TenantReading } from "../../core/grant/index.ts";
import type { DirectoryAnswer } from "../../ports.ts";
import { announce, showChecking } from "./announce.ts";
import type { ConsentsOptions } from "./options.ts";
import { askedOf, ConsentRecord, consentKey } from "./record.ts";
import { type Finding, settle } from "./settle.ts";

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
  let judged: Judged = { kind: "wait", readAt: null, seconds: 0 };
  for (const [index, milliseconds] of WAITS.entries()) {
    if (index === 1) await showChecking(options, record);
    await pause.wait(Math.max(milliseconds, judged.kind === "wait" ? judged.seconds * 1000 : 0));
    if (pause.signal.aborted) return;
    judged = await judgeLink(options, { record, link }, index === WAITS.length - 1);
    if (judged.kind === "judged") break;
  }
  if (judged.kind === "wait") return;
  const settled = await settle(options, { record, link }, judged);
  if (settled) await announce(options, settled);
}

/** What one reading came to: an outcome, or that it is worth another try after so many seconds. */
type Judged =
  | ({ readonly kind: "judged" } & Finding)
  | { readonly kind: "wait"; readonly readAt: null; readonly seconds: number };

async function judgeLink(
  options: ConsentsOptions,
  { record, link }: Proving,
  isLastTry: boolean,
): Promise<Judged> {
  const answer = await options.directory.readApp(record.tenantId, record.clientId);
  const one = record.links[link];
  const claim = one?.claim ?? { kind: "empty" };
  const asked = one ? askedOf(options.world.catalogue, one) : [];
  if (answer.kind !== "read") return judgeUnread(answer, claim, isLastTry);
  const own = judge(record, { claim, asked, reading: answer.value, isLastTry });
  if (own.kind === "wait") return { kind: "wait", readAt: null, seconds: 0 };
  // A link that is granted may leave others of the same card open.
  const outcome = own.kind === "granted" ? judgeAll(options, record, answer.value) : own;
  return { kind: "judged", outcome, readAt: answer.value.readAt };
}

type Unread = Exclude<DirectoryAnswer<TenantReading>, { kind: "read" }>;

/** Without a reading nothing is proved; what a refusal said still chooses the words. */
function judgeUnread(answer: Unread, claim: OutcomeClaim, isLastTry: boolean): Judged {
  const seconds = answer.kind === "busy" ? Math.min(answer.seconds, 120) : 0;
  if (claim.kind === "refused") {
    const { how, code } = claim;
    const outcome: ConsentOutcome = how === "failed" ? { kind: how, code } : { kind: how };
    return { kind: "judged", outcome, readAt: null };
  }
  if (!isLastTry && answer.kind !== "not-connected") return { kind: "wait", readAt: null, seconds };
  return { kind: "judged", outcome: { kind: "unproved", reason: answer.kind }, readAt: null };
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
export function judgeAll(
  { world }: Pick<ConsentsOptions, "world">,
  record: ConsentRecord,
  reading: TenantReading,
): ConsentOutcome {
  const asked = record.links.flatMap((one) => askedOf(world.catalogue, one));
  const claim = { kind: "accepted", tenant: record.tenantId } as const;
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
  const row = await options.store.get(tenantId, consentKey(id));
  if (!row) return undefined;
  const record = ConsentRecord.parse(row.value);
  const answer = await options.directory.readApp(tenantId, record.clientId);
  const judged = judgeAgain(options, record, answer);
  if (!judged) return record;
  const settled = await settle(options, { record, link: null }, judged);
  return settled?.record ?? record;
}

/**
 * Nothing that a page once said is worse than what is read now.
 * @returns undefined for what stays as it was: unread, only what is unproved is so for another reason
 */
function judgeAgain(
  options: ConsentsOptions,
  record: ConsentRecord,
  answer: DirectoryAnswer<TenantReading>,
): Finding | undefined {
  if (answer.kind !== "read") {
    const isWaiting = record.outcome?.kind === "unproved" || record.outcome?.kind === "replicating";
    if (!isWaiting) return undefined;
    return { outcome: { kind: "unproved", reason: answer.kind }, readAt: null };
  }
  const now = judgeAll(options, record, answer.value);
  const isNothing = now.kind === "replicating" || now.kind === "other";
  const said = record.outcome;
  const isRefused = said !== null && !["granted", "partial", "unproved"].includes(said.kind);
  const outcome = isNothing && isRefused ? said : now;
  return { outcome, readAt: answer.value.readAt };
}
