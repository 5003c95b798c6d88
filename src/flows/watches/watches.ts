import type { Finding } from "../../core/drift/index.ts";
import type { GrantReport, TenantReading } from "../../core/grant/index.ts";
import type { Language } from "../../core/local-text.ts";
import type { CardPlace, Person } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import type { DueHandler } from "../agenda/index.ts";
import type { Deliverer } from "../outbox/index.ts";
import { acknowledgeFence, snoozeWatch, stopWatch } from "./decide.ts";
import { deliverWatch } from "./deliver.ts";
import { forgetStarter } from "./forget.ts";
import { hearReading, lookAt, meetDue } from "./look.ts";
import type { WatchesOptions } from "./options.ts";
import { toWatchView, type WatchPlace } from "./record.ts";
import { listWatches, readWatch } from "./rows.ts";
import { startWatch } from "./start.ts";

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

/** Watched apps. One watch an app and tenant. */
export interface Watches {
  /**
   * Puts a watch in place of the one of the same app; a notice that stood elsewhere says that it moved.
   * @throws AppError ERR_STORE_FAILED
   */
  start(draft: WatchDraft): Promise<WatchView>;
  find(tenantId: string, clientId: string): Promise<WatchView | undefined>;
  list(tenantId: string): Promise<readonly WatchView[]>;
  /** @param until milliseconds since 1970; null to speak again */
  snooze(who: Person, clientId: string, until: number | null): Promise<WatchView | undefined>;
  /** Somebody has looked at the fence around mailboxes: its reminder begins anew. */
  acknowledgeFence(who: Person, clientId: string): Promise<WatchView | undefined>;
  /** @returns false where nothing is watched */
  stop(who: Person, clientId: string): Promise<boolean>;
  /** Looks now, as the schedule does. */
  look(tenantId: string, clientId: string): Promise<WatchView | undefined>;
  /** Takes what was just read of an app for a look at it, in the background. */
  hear(tenantId: string, reading: TenantReading): void;
  /** Ends a person's own watches, and forgets who started the others. @returns how many */
  forget(who: Person): Promise<number>;
  /** Brings letters of topic `watch`. */
  readonly deliver: Deliverer;
  /** Meets rows `due|…|watch|…`. */
  readonly meetDue: DueHandler;
  /** Resolves once nothing runs in the background. */
  idle(): Promise<void>;
}

/** Makes the flow. It starts nothing by itself. */
export function createWatches(options: WatchesOptions): Watches {
  const running = new Set<Promise<void>>();
  return {
    start: (draft) => startWatch(options, draft),
    find: async (tenantId, clientId) => {
      const found = await readWatch(options, tenantId, clientId);
      return found && toWatchView(found.record);
    },
    list: async (tenantId) => {
      const views: WatchView[] = [];
      for await (const record of listWatches(options, tenantId)) views.push(toWatchView(record));
      return views;
    },
    snooze: (who, clientId, until) => snoozeWatch(options, { ...who, clientId }, until),
    acknowledgeFence: (who, clientId) => acknowledgeFence(options, { ...who, clientId }),
    stop: (who, clientId) => stopWatch(options, { ...who, clientId }),
    look: (tenantId, clientId) => lookAt(options, { tenantId, clientId }),
    hear: (tenantId, reading) => {
      const task = hearReading(options, tenantId, reading)
        .catch((error: unknown) =>
          options.log.error("a reading was not taken to its watch", describeError(error)),
        )
        .then(() => void running.delete(task));
      running.add(task);
    },
    forget: (who) => forgetStarter(options, who),
    deliver: (tenantId, about) => deliverWatch(options, tenantId, about),
    meetDue: (tenantId, row) => meetDue(options, tenantId, row),
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
