import { z } from "zod";
import type { Clock, Store } from "../../ports/index.ts";

/** Milliseconds since 1970. */
const DoneRow = z.object({ at: z.number() });

const DAY_MS = 24 * 60 * 60_000;
/** The walk comes a little earlier at times. */
const EARLY_MS = 10 * 60_000;

interface DailyOptions {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Does a work of a tenant once a day, whichever replica comes: row `done|<name>` says when it was done last.
 * One that breaks is done again the next time.
 */
export function createDaily(
  { store, clock }: DailyOptions,
  name: string,
  work: (tenantId: string) => Promise<unknown>,
): (tenantId: string) => Promise<void> {
  const rk = `done|${name}`;
  return async (tenantId) => {
    const now = clock.now();
    const last = DoneRow.safeParse((await store.get(tenantId, rk))?.value).data?.at;
    // A time that has not come yet is a clock's mistake.
    const isDone = last !== undefined && last <= now + EARLY_MS && now - last < DAY_MS - EARLY_MS;
    if (isDone) return;
    await work(tenantId);
    await store.commit(tenantId, [{ op: "put", rk, value: { at: now } }]);
  };
}
