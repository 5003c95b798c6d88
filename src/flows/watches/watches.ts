import type { TenantReading } from "../../core/grant/index.ts";
import type { Person } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import type { DueHandler } from "../agenda/index.ts";
import type { Deliverer } from "../outbox/index.ts";
import { acknowledgeFence, snoozeWatch, stopWatch } from "./decide.ts";
import { deliverWatch } from "./deliver.ts";
import { forgetStarter } from "./forget.ts";
import { hearReading, lookAt, meetDue } from "./look.ts";
import type { WatchesOptions } from "./options.ts";
import { listWatches, readWatch } from "./rows.ts";
import { startWatch } from "./start.ts";
import { toWatchView, type WatchDraft, type WatchView } from "./watch-view.ts";

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
