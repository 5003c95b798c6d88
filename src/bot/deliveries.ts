import type { Clock } from "../ports/index.ts";
import type { Turn } from "./turn.ts";

/** Remembers what was handled, because Teams sends a turn again when the answer takes too long. */
export interface Deliveries {
  /** True for the first to ask for that key; false for whoever asks again within ten minutes. */
  claim(key: string): boolean | Promise<boolean>;
}

const KEPT_MS = 10 * 60_000;

/**
 * Deliveries in memory: atomic in one process, so enough while one answers.
 * @param limit keys that are kept at most; the oldest go first @default 10000
 */
export function createDeliveries(clock: Clock, limit = 10_000): Deliveries {
  const seen = new Map<string, number>();
  return {
    claim: (key) => {
      const now = clock.now();
      for (const [known, at] of seen) {
        if (now - at < KEPT_MS && seen.size < limit) break;
        seen.delete(known);
      }
      if (seen.has(key)) return false;
      seen.set(key, now);
      return true;
    },
  };
}

/** The same for each delivery of one activity. */
export function toDeliveryKey({ conversationId, activityId, verb = "" }: Turn): string {
  return JSON.stringify(["msteams", conversationId, activityId, verb]);
}
