import type { ApprovalEvent, ApprovalRequest } from "../approval/index.ts";
import { formatMoment } from "./dates.ts";
import { quoteForeign, quoteLongForeign } from "./foreign.ts";
import type { Voice } from "./voice.ts";

/** What somebody decided, or the directory showed. */
export interface PacketDecision {
  /** "Approved on November 2, 2026 at 09:00 UTC" */
  readonly what: string;
  /** A name; null where nobody is known. Foreign. */
  readonly by: string | null;
  /** Reason or comment; empty where there is none. Foreign. */
  readonly words: string;
}

/** Who decided what, and what the directory showed then; reminders are nobody's decision. */
export function listDecisions(voice: Voice, { events }: ApprovalRequest): PacketDecision[] {
  return events
    .filter(({ kind }) => kind !== "asked" && kind !== "reminded")
    .map((event) => toDecision(voice, event));
}

function toDecision({ t, language }: Voice, event: ApprovalEvent): PacketDecision {
  const at = formatMoment(event.at, language);
  const name = "by" in event ? event.by.name : null;
  return {
    what: t(`request.event.${event.kind}`, { at }),
    by: name?.trim() ? quoteForeign(name) : null,
    words: quoteLongForeign(wordsOf(event)),
  };
}

function wordsOf(event: ApprovalEvent): string {
  if (event.kind === "approved") return event.comment;
  return event.kind === "declined" ? event.reason : "";
}
