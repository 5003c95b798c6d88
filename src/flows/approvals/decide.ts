import {
  type ApprovalEvent,
  type ApprovalRequest,
  applyEvent,
  type EventRefusal,
  listApprovals,
  setTimes,
} from "../../core/approval/index.ts";
import type { AuditEntry, Person } from "../../ports/index.ts";
import type { Letter } from "../outbox/index.ts";
import type { DecideOutcome, Decider, Verdict } from "./approvals.ts";
import { cardLetters, pingOf, toMail } from "./letters.ts";
import type { ApprovalsOptions } from "./options.ts";
import { changeApproval, readApproval, type Wanted } from "./rows.ts";

/** Writes down what somebody decides, where they may. */
export async function decide(
  options: ApprovalsOptions,
  who: Decider,
  { requestId, verdict }: { readonly requestId: string; readonly verdict: Verdict },
): Promise<DecideOutcome> {
  const { tenantId, personId } = who;
  const by = { id: personId, name: who.name };
  const toEvent = (at: number): ApprovalEvent =>
    verdict.kind === "approve"
      ? { kind: "approved", at, by, comment: verdict.comment }
      : { kind: "declined", at, by, reason: verdict.reason };
  const refuse = ({ requester }: ApprovalRequest) =>
    who.mayDecide || requester.id === personId ? undefined : "not-approver";
  return act(options, { tenantId, requestId, toEvent, refuse });
}

/** Takes a request back. */
export async function withdraw(
  options: ApprovalsOptions,
  { tenantId, personId: id }: Person,
  requestId: string,
): Promise<DecideOutcome> {
  const toEvent = (at: number, { requester: { name } }: ApprovalRequest): ApprovalEvent => ({
    kind: "withdrawn",
    at,
    by: { id, name },
  });
  return act(options, { tenantId, requestId, toEvent, refuse: () => undefined });
}

interface Act {
  readonly tenantId: string;
  readonly requestId: string;
  toEvent(at: number, request: ApprovalRequest): ApprovalEvent;
  refuse(request: ApprovalRequest): "not-approver" | undefined;
}

type Refusal = Extract<DecideOutcome, { kind: "refused" }>["why"];

/** Of all who act at once one wins; the others are told what stands by then. */
async function act(
  options: ApprovalsOptions,
  { tenantId, requestId, toEvent, refuse }: Act,
): Promise<DecideOutcome> {
  let refused:
    | { readonly request: ApprovalRequest; readonly why: EventRefusal | Refusal }
    | undefined;
  const changed = await changeByEvent(options, { tenantId, id: requestId }, (request) => {
    const event = toEvent(options.clock.now(), request);
    const applied = applyEvent(request, event);
    const why = refuse(request) ?? (applied.kind === "refused" ? applied.why : undefined);
    refused = why && { request, why };
    return why ? undefined : event;
  });
  if (changed) return { kind: "decided", request: changed, isLast: changed.state !== "pending" };
  if (!refused) return { kind: "unknown" };
  if (refused.why !== "late")
    return { kind: "refused", request: refused.request, why: toRefusal(refused.why) };
  await expire(options, refused.request);
  const found = await readApproval(options, tenantId, requestId);
  const request = found?.record.request ?? refused.request;
  return { kind: "refused", request, why: "ended" };
}

function toRefusal(why: EventRefusal | Refusal): Refusal {
  switch (why) {
    case "own":
    case "same-person":
    case "not-approver":
    case "not-requester":
      return why;
    default:
      return "ended";
  }
}

/** Ends a request whose time is over. */
export function expire(
  options: ApprovalsOptions,
  { tenantId, id }: Pick<ApprovalRequest, "tenantId" | "id">,
): Promise<ApprovalRequest | undefined> {
  return changeByEvent(options, { tenantId, id }, () => ({
    kind: "expired",
    at: options.clock.now(),
  }));
}

/**
 * Takes a request to its next state, with its audit line and its letters.
 * @param choose gives the event, or undefined to leave it
 * @param more letters besides those that put its cards right and tell its requester
 * @returns the request as it stands now; undefined where it is gone, was left, or the event may not follow
 */
export async function changeByEvent(
  options: ApprovalsOptions,
  { tenantId, id }: Pick<ApprovalRequest, "tenantId" | "id">,
  choose: (request: ApprovalRequest) => ApprovalEvent | undefined,
  more: readonly Letter[] = [],
): Promise<ApprovalRequest | undefined> {
  const { settings } = await options.settings.read(tenantId);
  return changeApproval(options, { tenantId, id, entry: toEntry }, async ({ request }) => {
    const event = choose(request);
    const applied = event && applyEvent(request, event);
    if (applied?.kind !== "applied") return undefined;
    const { check: _, ...next } = setTimes(applied.request, settings.approval);
    const mails = settings.mail.isOn && isNews(request, next) ? [toMail(next, "decided")] : [];
    const letters = [...(await cardLetters(options, next)), ...pingOf(next), ...mails, ...more];
    return { request: next, ...toLook(next, options.clock.now()), letters };
  });
}

/** Worth a mail to who asked: a decision, the end of it, and the proof. */
function isNews(before: ApprovalRequest, { state }: ApprovalRequest): boolean {
  const isChanged = before.state !== state;
  return isChanged && ["approved", "declined", "expired", "verified"].includes(state);
}

/** What was granted is looked at once more, and what was granted before it was approved too. */
function toLook({ state, events }: ApprovalRequest, now: number): Omit<Wanted, "request"> {
  if (state === "granted") return { lookAt: now, looks: 0 };
  const isAhead = state === "approved" && events.some(({ kind }) => kind === "granted");
  return { lookAt: isAhead ? now : null };
}

/** Who did what to which request; reasons and comments stay with the request. */
function toEntry(request: ApprovalRequest): AuditEntry {
  const { id, events, app, selection, state, approvalsNeeded } = request;
  const event = events.at(-1);
  const actor = event && "by" in event ? event.by.id : "system";
  const details = {
    clientId: app.clientId,
    selection,
    state,
    ...(event?.kind === "approved" && {
      count: listApprovals(request).length,
      needed: approvalsNeeded,
    }),
    ...(event && "readAt" in event && { readAt: new Date(event.readAt).toISOString() }),
  };
  return { verb: `approval.${event?.kind ?? "changed"}`, actor, object: `approval:${id}`, details };
}
