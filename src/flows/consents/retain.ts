import { describeError } from "../../telemetry/index.ts";
import type { RequestsOptions } from "./options.ts";
import { removeRequest } from "./requests.ts";
import { findTimed, type TimedRow } from "./timed-row.ts";

/** Requests that one call deletes; where it deletes so many there may be more. */
export const DROPPED_AT_ONCE = 200;

/**
 * Deletes requests that ended before a time, the oldest first, each with an audit line.
 * @param before milliseconds since 1970
 * @returns how many
 */
export async function dropEnded(
  options: RequestsOptions,
  tenantId: string,
  before: number,
): Promise<number> {
  const range = {
    from: "ended|",
    to: `ended|${new Date(before).toISOString()}|~`,
    limit: DROPPED_AT_ONCE,
  };
  let dropped = 0;
  for (const row of await options.store.list(tenantId, range))
    dropped += Number(await dropSafely(options, { tenantId, row }));
  return dropped;
}

/** One request that breaks must not keep the others. */
async function dropSafely(options: RequestsOptions, timed: TimedRow): Promise<boolean> {
  try {
    const record = await findTimed(options, timed);
    if (!record) return false;
    const entry = { verb: "consent.ended", actor: "system", object: `consent:${record.id}` };
    return await removeRequest(options, record, entry);
  } catch (error) {
    const { tenantId, row } = timed;
    options.log.error("an ended request broke", { tenantId, row: row.rk, ...describeError(error) });
    return false;
  }
}
