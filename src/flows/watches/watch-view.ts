import type { Finding } from "../../core/drift/index.ts";
import type { GrantReport } from "../../core/grant/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { CardPlace } from "../../ports/index.ts";
import type { WatchPlace, WatchRecord } from "./record.ts";

/** A watched app as people see it. Times are milliseconds since 1970. */
export interface WatchView {
  readonly clientId: string;
  readonly appName: string | null;
  /** Code of the selection that it is compared with. */
  readonly selection: string;
  /** In which the notice is written. */
  readonly language: Language;
  /** Where the notice is posted, and posted anew where it was taken away. */
  readonly place: WatchPlace;
  /** Where the notice stands; its activity id is empty until it does. */
  readonly notice: CardPlace & { readonly isPersonal: boolean };
  /** The id is empty once that person is forgotten. */
  readonly startedBy: { readonly id: string; readonly name: string | null };
  readonly startedAt: number;
  /** When it was read last. */
  readonly checkedAt: number | null;
  readonly nextAt: number;
  /** Until when nothing is said; null while it is. */
  readonly snoozedUntil: number | null;
  /** What is other than it should be, now. */
  readonly findings: readonly Finding[];
  /** Why the last look came to nothing; null where it did not. */
  readonly problem: "not-connected" | "busy" | "unreachable" | "absent" | null;
  /** Since when nothing could be read; null while it can. */
  readonly problemSince: number | null;
  /** Since when it is not looked at, because there is no place for its notice any more; null while it is. */
  readonly pausedAt: number | null;
  /** The latest looks, oldest first: how many needed permissions were granted of how many, and too much. */
  readonly history: readonly {
    readonly at: number;
    readonly granted: number;
    readonly needed: number;
    readonly excess: number;
  }[];
}

/** What somebody wants watched. */
export interface WatchDraft {
  readonly tenantId: string;
  readonly by: { readonly id: string; readonly name: string | null };
  readonly language: Language;
  readonly clientId: string;
  readonly appName: string | null;
  /** Code of a selection that leads to cases. */
  readonly selection: string;
  /** Where the notice is posted, by a letter of the same commit. */
  readonly place: WatchPlace;
  /** Only the person who starts it reads that place. */
  readonly isPersonal: boolean;
  /** The reading with which it begins. */
  readonly report: GrantReport;
}

/** The record as people see it. */
export function toWatchView(record: WatchRecord): WatchView {
  const { tenantId, message, isPersonal, clientId, appName, selection } = record;
  const isGone = record.snapshot?.app === "gone";
  return {
    clientId,
    appName,
    selection,
    language: record.language,
    place: record.place,
    notice: { tenantId, ...message, isPersonal },
    startedBy: record.startedBy,
    startedAt: record.startedAt,
    checkedAt: record.checkedAt,
    nextAt: record.nextAt,
    snoozedUntil: record.snoozedUntil,
    findings: record.findings,
    problem: record.problem ?? (isGone ? "absent" : null),
    problemSince: record.problemSince,
    pausedAt: record.pausedAt,
    history: record.history,
  };
}
