import assert from "node:assert/strict";
import {
  APPROVAL_STATES,
  ApprovalEvent,
  type ApprovalRequest,
  type ApprovalState,
  applyEvent,
  type EventRefusal,
  isOpen,
} from "../../../src/core/approval/index.ts";
import { ANNA, ASKED_AT, BEN, eventsTo, PRIYA, toRequest } from "../../support/approval-request.ts";

const DAY = 24 * 60 * 60_000;
const NOW = ASKED_AT + DAY;
const PEOPLE = { requester: PRIYA, approver: ANNA, second: BEN };
const NEEDED = [1, 2] as const;

const at = (state: ApprovalState, overrides: Partial<ApprovalRequest> = {}) =>
  toRequest({ state, events: [...eventsTo(state)], ...overrides });
/** Each kind of event, by everybody who can do it. */
const EVENTS: readonly (readonly [string, ApprovalEvent])[] = [
  ...Object.entries(PEOPLE).flatMap(([who, by]) => [
    [`asked ${who}`, { kind: "asked", at: NOW, by }] as const,
    [`approved ${who}`, { kind: "approved", at: NOW, by, comment: "" }] as const,
    [`declined ${who}`, { kind: "declined", at: NOW, by, reason: "No" }] as const,
    [`withdrawn ${who}`, { kind: "withdrawn", at: NOW, by }] as const,
  ]),
  ["reminded early", { kind: "reminded", at: ASKED_AT + 3 * DAY - 1 }],
  ["reminded", { kind: "reminded", at: ASKED_AT + 3 * DAY }],
  ["expired early", { kind: "expired", at: ASKED_AT + 14 * DAY - 1 }],
  ["expired", { kind: "expired", at: ASKED_AT + 14 * DAY }],
  ["granted", { kind: "granted", at: NOW, readAt: NOW }],
  ["verified", { kind: "verified", at: NOW, readAt: NOW }],
];

type End = ApprovalState | EventRefusal;
const ENDED: Readonly<Record<string, End>> = {
  "asked requester": "known",
  "asked approver": "known",
  "asked second": "known",
  "approved requester": "own",
  "approved approver": "ended",
  "approved second": "ended",
  "declined requester": "own",
  "declined approver": "ended",
  "declined second": "ended",
  "withdrawn requester": "ended",
  "withdrawn approver": "not-requester",
  "withdrawn second": "not-requester",
  "reminded early": "ended",
  reminded: "ended",
  "expired early": "ended",
  expired: "ended",
  granted: "ended",
  verified: "ended",
};
const PENDING: Readonly<Record<string, End>> = {
  ...ENDED,
  "approved approver": "approved",
  "approved second": "approved",
  "declined approver": "declined",
  "declined second": "declined",
  "withdrawn requester": "cancelled",
  "reminded early": "early",
  reminded: "pending",
  "expired early": "early",
  expired: "expired",
  granted: "pending",
  verified: "early",
};
/** What each event comes to: a state where it is applied, else why not. */
const TABLE: Readonly<Record<ApprovalState, Readonly<Record<string, End>>>> = {
  pending: PENDING,
  approved: {
    ...PENDING,
    "approved approver": "decided",
    "approved second": "decided",
    "declined approver": "decided",
    "declined second": "decided",
    reminded: "approved",
    granted: "granted",
  },
  granted: { ...ENDED, granted: "known", verified: "verified" },
  verified: { ...ENDED, granted: "known", verified: "known" },
  declined: ENDED,
  cancelled: ENDED,
  expired: ENDED,
};
/** Where two people are needed, and nobody or Anna has approved. */
const OF_TWO = {
  ...PENDING,
  "approved approver": "pending",
  "approved second": "pending",
} as const;
const AFTER_ANNA = {
  ...PENDING,
  "approved approver": "same-person",
  "approved second": "approved",
} as const;

describe("applyEvent", () => {
  const endOf = (request: ApprovalRequest, event: ApprovalEvent): End => {
    const applied = applyEvent(request, event);
    return applied.kind === "applied" ? applied.request.state : applied.why;
  };
  const check = (request: ApprovalRequest, expected: Readonly<Record<string, End>>) => {
    const found = Object.fromEntries(EVENTS.map(([name, event]) => [name, endOf(request, event)]));
    assert.deepEqual(found, expected);
  };

  it("is asked of every kind of event", () => {
    const kinds = new Set(EVENTS.map(([, { kind }]) => kind));

    assert.deepEqual(kinds, new Set(ApprovalEvent.options.map(({ shape }) => shape.kind.value)));
  });

  for (const state of APPROVAL_STATES)
    it(`knows what may follow on ${state}`, () => {
      check(at(state), TABLE[state]);
    });

  for (const state of APPROVAL_STATES.filter((one) => one !== "pending"))
    it(`knows what may follow on ${state} where two are needed`, () => {
      check(at(state, { approvalsNeeded: 2 }), TABLE[state]);
    });

  it("needs two different people where Settings says so", () => {
    check(at("pending", { approvalsNeeded: 2 }), OF_TWO);
  });

  it("lets nobody approve twice", () => {
    const events = eventsTo("approved");

    check(toRequest({ approvalsNeeded: 2, events: [...events] }), AFTER_ANNA);
  });

  for (const approvalsNeeded of NEEDED)
    it(`decides nothing on time that is over, with ${approvalsNeeded} needed`, () => {
      const request = toRequest({ approvalsNeeded, expiresAt: NOW });

      const ends = EVENTS.slice(0, 12).map(([name, event]) => [name, endOf(request, event)]);

      assert.deepEqual(Object.fromEntries(ends), {
        ...Object.fromEntries(ends),
        "approved requester": "own",
        "approved approver": "late",
        "approved second": "late",
        "declined requester": "own",
        "declined approver": "late",
        "declined second": "late",
        "withdrawn requester": "late",
        "withdrawn approver": "not-requester",
      });
    });

  it("notes once what was granted before anybody decided", () => {
    const granted: ApprovalEvent = { kind: "granted", at: NOW, readAt: NOW };
    const noted = applyEvent(toRequest(), granted);
    assert.equal(noted.kind, "applied");

    const again = noted.kind === "applied" && applyEvent(noted.request, granted);

    assert.deepEqual(again, { kind: "refused", why: "known" });
  });

  it("grants an approved request although that was noted before", () => {
    const granted: ApprovalEvent = { kind: "granted", at: NOW, readAt: NOW };
    const [asked, approved] = eventsTo("approved");
    assert.ok(asked && approved);
    const request = at("approved", { events: [asked, granted, approved] });

    assert.equal(endOf(request, granted), "granted");
  });

  it("keeps what has happened and adds what happens", () => {
    const request = at("approved");
    const granted: ApprovalEvent = { kind: "granted", at: NOW, readAt: NOW };

    const applied = applyEvent(request, granted);

    assert.deepEqual(applied, {
      kind: "applied",
      request: { ...request, state: "granted", events: [...request.events, granted] },
    });
    assert.deepEqual(request, at("approved"));
  });

  it("reminds of nothing that has no time for it", () => {
    const request = toRequest({ remindAt: null });

    assert.equal(endOf(request, { kind: "reminded", at: NOW + 99 * DAY }), "early");
  });
});

describe("isOpen", () => {
  it("is true while a decision or a consent is waited for", () => {
    const open = APPROVAL_STATES.filter((state) => isOpen({ state }));

    assert.deepEqual(open, ["pending", "approved"]);
  });
});
