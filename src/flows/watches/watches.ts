import type { Finding } from "../../core/drift/index.ts";
import type { GrantReport } from "../../core/grant/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { CardPlace, Person } from "../../ports/index.ts";

/** A watched app as people see it. */
export interface WatchView {
  readonly clientId: string;
  readonly appName: string | null;
  /** Code of the selection that it is compared with. */
  readonly selection: string;
  /** Where the notice stands. */
  readonly notice: CardPlace & { readonly isPersonal: boolean };
  readonly startedBy: { readonly id: string; readonly name: string | null };
  readonly startedAt: number;
  readonly checkedAt: number | null;
  readonly nextAt: number;
  /** Until when nothing is said; null while it is. */
  readonly snoozedUntil: number | null;
  /** What is other than it should be, now. */
  readonly findings: readonly Finding[];
  /** Why the last look came to nothing; null where it did not. */
  readonly problem: "not-connected" | "busy" | "unreachable" | "absent" | null;
  /** The latest looks, oldest first: how many needed permissions were granted of how many, and too much. */
  readonly history: readonly {
    readonly at: number;
    readonly granted: number;
    readonly needed: number;
    readonly excess: number;
  }[];
}

/** What somebody wants watched. The message of `notice` stands there already and shows the watch from now on. */
export interface WatchDraft {
  readonly tenantId: string;
  readonly by: { readonly id: string; readonly name: string | null };
  readonly language: Language;
  readonly clientId: string;
  readonly appName: string | null;
  readonly selection: string;
  readonly notice: WatchView["notice"];
  /** The reading with which it begins. */
  readonly report: GrantReport;
}

/** Watched apps. One watch an app and tenant. */
export interface Watches {
  /** Puts a watch in place of the one of the same app. @throws AppError ERR_STORE_FAILED */
  start(draft: WatchDraft): Promise<WatchView>;
  find(tenantId: string, clientId: string): Promise<WatchView | undefined>;
  list(tenantId: string): Promise<readonly WatchView[]>;
  /** @param until milliseconds since 1970; null to speak again */
  snooze(who: Person, clientId: string, until: number | null): Promise<WatchView | undefined>;
  /** @returns false where nothing is watched */
  stop(who: Person, clientId: string): Promise<boolean>;
  /** Looks now, as the schedule does. */
  look(tenantId: string, clientId: string): Promise<WatchView | undefined>;
}
