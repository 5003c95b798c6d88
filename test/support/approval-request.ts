import type {
  ApprovalEvent,
  ApprovalRequest,
  ApprovalState,
} from "../../src/core/approval/index.ts";
import { tenantId } from "./activities.ts";

export const PRIYA = { id: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f101", name: "Priya Raman" };
export const ANNA = { id: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f201", name: "Anna Admin" };
export const BEN = { id: "a1d1f6a0-6c1e-4b57-8f0e-2d9a51c0f202", name: "Ben Boss" };

export const ASKED_AT = Date.UTC(2026, 10, 2, 9);
const DAY = 24 * 60 * 60_000;

/** A request that Priya has made. */
export function toRequest(overrides: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    id: "request-1",
    tenantId,
    state: "pending",
    selection: "1~nbold.scope_home",
    catalogue: { version: "v1", needs: [] },
    app: {
      clientId: "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
      name: "Contoso Teams tool",
      publisher: "Contoso",
      verifiedPublisher: null,
    },
    requester: PRIYA,
    language: "en",
    comment: "For the new archive",
    wantedUntil: null,
    askedAt: ASKED_AT,
    expiresAt: ASKED_AT + 14 * DAY,
    remindAt: ASKED_AT + 3 * DAY,
    approvalsNeeded: 1,
    events: [{ kind: "asked", at: ASKED_AT, by: PRIYA }],
    ...overrides,
  };
}

/** The events that lead to a state, in the shortest way. */
export function eventsTo(state: ApprovalState, at = ASKED_AT): readonly ApprovalEvent[] {
  const asked: ApprovalEvent = { kind: "asked", at: ASKED_AT, by: PRIYA };
  const approved: ApprovalEvent = { kind: "approved", at, by: ANNA, comment: "" };
  const granted: ApprovalEvent = { kind: "granted", at, readAt: at };
  const ways: Readonly<Record<ApprovalState, readonly ApprovalEvent[]>> = {
    pending: [],
    approved: [approved],
    granted: [approved, granted],
    verified: [approved, granted, { kind: "verified", at, readAt: at }],
    declined: [{ kind: "declined", at, by: ANNA, reason: "Too wide" }],
    cancelled: [{ kind: "withdrawn", at, by: PRIYA }],
    expired: [{ kind: "expired", at: ASKED_AT + 14 * DAY }],
  };
  return [asked, ...ways[state]];
}
