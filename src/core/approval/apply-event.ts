import type { ApprovalEvent, ApprovalRequest, ApprovalState } from "./request.ts";

/** Why an event may not follow. */
export type EventRefusal =
  /** Somebody decides on a request of their own. */
  | "own"
  /** The same person has approved it already. */
  | "same-person"
  /** Somebody else than the requester takes it back. */
  | "not-requester"
  /** Enough people have approved it: what follows is the consent. */
  | "decided"
  /** It was declined, taken back, granted, or its time is over. */
  | "ended"
  /** Its time is over, and nobody has written that down yet. */
  | "late"
  /** Its time has not come, or what it follows from has not happened. */
  | "early"
  /** It has happened already. */
  | "known";

/** What an event made of a request. */
export type Applied =
  | { readonly kind: "applied"; readonly request: ApprovalRequest }
  | { readonly kind: "refused"; readonly why: EventRefusal };

/**
 * Takes a request from one state to the next: the only way there is. Two different people approve where two
 * are needed; nobody decides on a request of their own; the first decline ends it. People decide on
 * `approved` and `declined`, a reading of the directory on `granted` and `verified`.
 * It sets no times: see {@link setTimes}.
 */
export function applyEvent(request: ApprovalRequest, event: ApprovalEvent): Applied {
  const why = refuse(request, event);
  if (why) return { kind: "refused", why };
  const events = [...request.events, event];
  return { kind: "applied", request: { ...request, events, state: nextState(request, event) } };
}

/** True while a request waits for a decision or for the consent. */
export function isOpen({ state }: Pick<ApprovalRequest, "state">): boolean {
  return state === "pending" || state === "approved";
}

/** Ids of those who have approved it, the first one first. */
export function listApprovals({ events }: Pick<ApprovalRequest, "events">): readonly string[] {
  return events.flatMap((event) => (event.kind === "approved" ? [event.by.id] : []));
}

function refuse(request: ApprovalRequest, event: ApprovalEvent): EventRefusal | undefined {
  switch (event.kind) {
    case "asked":
      return request.events.length > 0 ? "known" : undefined;
    case "approved":
    case "declined":
      return refuseDecision(request, event);
    case "withdrawn":
      if (event.by.id !== request.requester.id) return "not-requester";
      return refuseWaiting(request, event.at);
    case "reminded":
      if (!isOpen(request)) return "ended";
      return isDue(request.remindAt, event.at) ? undefined : "early";
    case "expired":
      if (!isOpen(request)) return "ended";
      return isDue(request.expiresAt, event.at) ? undefined : "early";
    case "granted":
      return refuseGranted(request);
    case "verified":
      return refuseVerified(request);
    default:
      return event satisfies never;
  }
}

function refuseDecision(
  request: ApprovalRequest,
  event: Extract<ApprovalEvent, { kind: "approved" | "declined" }>,
): EventRefusal | undefined {
  if (event.by.id === request.requester.id) return "own";
  if (request.state === "approved") return "decided";
  const isAgain = event.kind === "approved" && listApprovals(request).includes(event.by.id);
  return refuseWaiting(request, event.at) ?? (isAgain ? "same-person" : undefined);
}

function refuseWaiting(request: ApprovalRequest, at: number): EventRefusal | undefined {
  if (!isOpen(request)) return "ended";
  return isDue(request.expiresAt, at) ? "late" : undefined;
}

/** What Graph shows early is noted once; it decides nothing. */
function refuseGranted(request: ApprovalRequest): EventRefusal | undefined {
  if (request.state === "granted" || request.state === "verified") return "known";
  if (!isOpen(request)) return "ended";
  const isNoted = request.events.some(({ kind }) => kind === "granted");
  return request.state === "pending" && isNoted ? "known" : undefined;
}

function refuseVerified({ state }: ApprovalRequest): EventRefusal | undefined {
  if (state === "granted") return undefined;
  if (state === "verified") return "known";
  return isOpen({ state }) ? "early" : "ended";
}

function isDue(at: number | null, now: number): boolean {
  return at !== null && now >= at;
}

function nextState(request: ApprovalRequest, event: ApprovalEvent): ApprovalState {
  switch (event.kind) {
    case "approved":
      return listApprovals(request).length + 1 >= request.approvalsNeeded ? "approved" : "pending";
    case "declined":
    case "expired":
    case "verified":
      return event.kind;
    case "withdrawn":
      return "cancelled";
    case "granted":
      return request.state === "approved" ? "granted" : request.state;
    case "asked":
    case "reminded":
      return request.state;
    default:
      return event satisfies never;
  }
}
