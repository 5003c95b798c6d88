import { isOpen } from "./apply-event.ts";
import type { ApprovalRequest } from "./request.ts";

/** How long a request waits, as Settings says. */
export interface Periods {
  /** Days in which it has to be decided, and after that the consent to be given. */
  readonly days: number;
  /** Days between two reminders; 0 for none. */
  readonly reminderDays: number;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Sets the times of a request after its last event: its end when it begins to wait for something new, a
 * decision or the consent, and its next reminder. What waits for nobody has no reminder.
 */
export function setTimes(
  request: ApprovalRequest,
  { days, reminderDays }: Periods,
): ApprovalRequest {
  const last = request.events.at(-1);
  if (!last || !isOpen(request)) return { ...request, remindAt: null };
  const begins =
    last.kind === "asked" || (last.kind === "approved" && request.state === "approved");
  const expiresAt = begins ? last.at + days * DAY_MS : request.expiresAt;
  if (!begins && last.kind !== "reminded") return request;
  const remindAt = last.at + reminderDays * DAY_MS;
  const isOne = reminderDays > 0 && remindAt < expiresAt;
  return { ...request, expiresAt, remindAt: isOne ? remindAt : null };
}
