import assert from "node:assert/strict";
import {
  APPROVAL_STATES,
  type ApprovalRequest,
  isOpen,
  setTimes,
} from "../../../src/core/approval/index.ts";
import { ANNA, ASKED_AT, BEN, eventsTo, toRequest } from "../../support/approval-request.ts";

const DAY = 24 * 60 * 60_000;
const PERIODS = { days: 10, reminderDays: 4 };
const timesOf = ({ expiresAt, remindAt }: ApprovalRequest) => [expiresAt, remindAt];

describe("setTimes", () => {
  it("gives a new request its end and its first reminder", () => {
    const request = setTimes(toRequest({ expiresAt: 0, remindAt: null }), PERIODS);

    assert.deepEqual(timesOf(request), [ASKED_AT + 10 * DAY, ASKED_AT + 4 * DAY]);
  });

  it("gives a new time for the consent after the last approval", () => {
    const at = ASKED_AT + 9 * DAY;
    const events = [...eventsTo("approved", at)];

    const request = setTimes(toRequest({ state: "approved", events }), PERIODS);

    assert.deepEqual(timesOf(request), [at + 10 * DAY, at + 4 * DAY]);
  });

  it("leaves the times after the first approval of two", () => {
    const events = [...eventsTo("approved", ASKED_AT + DAY)];
    const before = toRequest({ approvalsNeeded: 2, events });

    assert.deepEqual(setTimes(before, PERIODS), before);
  });

  it("moves the reminder and not the end when it reminds", () => {
    const at = ASKED_AT + 4 * DAY;
    const before = toRequest({ events: [...eventsTo("pending"), { kind: "reminded", at }] });

    const request = setTimes(before, PERIODS);

    assert.deepEqual(timesOf(request), [before.expiresAt, at + 4 * DAY]);
  });

  it("reminds no more once the end comes first", () => {
    const at = ASKED_AT + 12 * DAY;
    const before = toRequest({ events: [...eventsTo("pending"), { kind: "reminded", at }] });

    assert.equal(setTimes(before, PERIODS).remindAt, null);
  });

  it("never reminds where Settings says so", () => {
    assert.equal(setTimes(toRequest(), { days: 10, reminderDays: 0 }).remindAt, null);
  });

  for (const state of APPROVAL_STATES.filter((one) => !isOpen({ state: one })))
    it(`reminds nobody of what is ${state}`, () => {
      const before = toRequest({ state, events: [...eventsTo(state)] });

      const request = setTimes(before, PERIODS);

      assert.deepEqual(timesOf(request), [before.expiresAt, null]);
    });

  it("keeps the time of the consent when a grant was noted early", () => {
    const granted = { kind: "granted", at: ASKED_AT, readAt: ASKED_AT } as const;
    const approved = { kind: "approved", at: ASKED_AT + DAY, by: BEN, comment: "" } as const;
    const first = { ...approved, by: ANNA };
    const events = [...eventsTo("pending"), granted, first, approved];

    const request = setTimes(toRequest({ state: "approved", events }), PERIODS);

    assert.equal(request.expiresAt, ASKED_AT + 11 * DAY);
  });
});
