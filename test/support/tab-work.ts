import { type ApprovalRequest, applyEvent, isOpen } from "../../src/core/approval/index.ts";
import type { DecideOutcome, Verdict } from "../../src/flows/approvals/index.ts";
import type { DeadLetter } from "../../src/flows/outbox/index.ts";
import type { WatchView } from "../../src/flows/watches/index.ts";
import type { TabTools } from "../../src/server/index.ts";
import { ASKED_AT } from "./approval-request.ts";

export const WATCHED = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";

/** Requests in memory, decided by the rules of the core. */
export function createFakeApprovals(start: readonly ApprovalRequest[] = []): TabTools["approvals"] {
  const kept = new Map(start.map((request) => [request.id, request]));
  const find = (tenantId: string, id: string) => {
    const request = kept.get(id);
    return request?.tenantId === tenantId ? request : undefined;
  };
  const apply = (
    request: ApprovalRequest | undefined,
    event: Parameters<typeof applyEvent>[1],
  ): DecideOutcome => {
    if (!request) return { kind: "unknown" };
    const applied = applyEvent(request, event);
    if (applied.kind === "refused") return { kind: "refused", request, why: toWhy(applied.why) };
    kept.set(request.id, applied.request);
    return {
      kind: "decided",
      request: applied.request,
      isLast: applied.request.state !== "pending",
    };
  };
  return {
    find: async (tenantId, id) => find(tenantId, id),
    list: async (tenantId, { requesterId, isOpen: isOpenOnly = false }) =>
      [...kept.values()].filter(
        (request) =>
          request.tenantId === tenantId &&
          (requesterId === undefined || request.requester.id === requesterId) &&
          (!isOpenOnly || isOpen(request)),
      ),
    decide: async ({ tenantId, personId, name, mayDecide }, id, verdict) => {
      const request = find(tenantId, id);
      if (request && !mayDecide) return { kind: "refused", request, why: "not-approver" };
      return apply(request, toEvent(verdict, { id: personId, name }));
    },
    withdraw: async ({ tenantId, personId }, id) =>
      apply(find(tenantId, id), {
        kind: "withdrawn",
        at: ASKED_AT,
        by: { id: personId, name: null },
      }),
  };
}

type Why = Extract<DecideOutcome, { kind: "refused" }>["why"];

function toWhy(why: string): Why {
  const known: readonly Why[] = ["own", "same-person", "not-requester"];
  return known.find((one) => one === why) ?? "ended";
}

function toEvent(verdict: Verdict, by: { readonly id: string; readonly name: string }) {
  return verdict.kind === "approve"
    ? ({ kind: "approved", at: ASKED_AT, by, comment: verdict.comment } as const)
    : ({ kind: "declined", at: ASKED_AT, by, reason: verdict.reason } as const);
}

/** A watched app in which nothing has changed. */
export function toWatch(overrides: Partial<WatchView> = {}): WatchView {
  return {
    clientId: WATCHED,
    appName: "Contoso Teams tool",
    selection: "1~nbold.scope_home",
    language: "en",
    place: { kind: "conversation", conversationId: "19:chat@thread.v2" },
    notice: {
      tenantId: "aaaaaaaa-bbbb-4ccc-8ddd-000000000001",
      conversationId: "19:chat@thread.v2",
      activityId: "1762074000000",
      isPersonal: false,
    },
    startedBy: { id: "aaaaaaaa-bbbb-4ccc-8ddd-000000000002", name: "Ada" },
    startedAt: ASKED_AT,
    checkedAt: ASKED_AT,
    nextAt: ASKED_AT + 86_400_000,
    snoozedUntil: null,
    findings: [],
    problem: null,
    problemSince: null,
    pausedAt: null,
    history: [{ at: ASKED_AT, granted: 4, needed: 5, excess: 1 }],
    ...overrides,
  };
}

/** Watches that stay as they are, whatever is asked of them. */
export function createFakeWatches(
  watches: readonly WatchView[] = [],
  asked: unknown[] = [],
): TabTools["watches"] {
  const find = (clientId: string) => watches.find((watch) => watch.clientId === clientId);
  return {
    find: async (_tenantId, clientId) => find(clientId),
    list: async () => watches,
    look: async (tenantId, clientId) => {
      asked.push(["look", tenantId, clientId]);
      return find(clientId);
    },
    snooze: async (who, clientId, until) => {
      asked.push(["snooze", who, clientId, until]);
      const watch = find(clientId);
      return watch && { ...watch, snoozedUntil: until };
    },
    stop: async (who, clientId) => {
      asked.push(["stop", who, clientId]);
      return find(clientId) !== undefined;
    },
  };
}

/** Jobs that ran once, and letters that were given up. */
export function createFakeJobs(
  dead: readonly DeadLetter[] = [],
  asked: unknown[] = [],
): TabTools["jobs"] {
  const take = (verb: string) => async (tenantId: string, id: string, actor: string) => {
    asked.push([verb, tenantId, id, actor]);
    return dead.some((letter) => letter.id === id);
  };
  return {
    readTenant: async () => ({
      letters: { waiting: 2, dead: dead.length },
      lastRoundAt: ASKED_AT,
    }),
    letters: { listDead: async () => dead, revive: take("revive"), discard: take("discard") },
  };
}
