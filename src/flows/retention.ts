import { z } from "zod";
import type { Clock, Ledger, Log, Row, Store } from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";
import { dropEndedApprovals } from "./approvals/index.ts";
import { isConflict } from "./conflict.ts";
import { DROPPED_AT_ONCE, dropEnded } from "./consents/retain.ts";
import { listRows } from "./list-rows.ts";
import { ONCE, PRESS } from "./once.ts";
import { dropOldDead } from "./outbox/index.ts";
import { RECALL } from "./recalls.ts";
import { dropOldResults } from "./results.ts";
import type { SettingsKeeper } from "./settings.ts";

/** Forgets what nobody needs any more. */
export interface Retention {
  /**
   * Looks through tenants for what is past its time: requests for consent and for approval that ended,
   * results, and letters that were given up, before the days of the tenant's settings; and everything whose own time is over: questions,
   * sign-ins, what was said last, which deliveries were handled. What breaks is logged and stops nothing else.
   * @returns how many of all these went
   */
  sweep(tenantIds: readonly string[]): Promise<number>;
}

/** What retention works with. */
export interface RetentionOptions {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly settings: Pick<SettingsKeeper, "read">;
  readonly clock: Clock;
  readonly log: Log;
}

const DAY_MS = 24 * 60 * 60_000;

/** Makes it; it starts nothing by itself. */
export function createRetention(options: RetentionOptions): Retention {
  const works = [
    (tenantId: string) => dropRequests(options, tenantId),
    (tenantId: string) => dropResults(options, tenantId),
    async (tenantId: string) => dropOldDead(options, tenantId, await readLimit(options, tenantId)),
    (tenantId: string) => dropLapsed(options, tenantId, "pending|"),
    (tenantId: string) => dropLapsed(options, tenantId, "token|"),
    (tenantId: string) => dropLapsed(options, tenantId, RECALL),
    (tenantId: string) => dropLapsed(options, tenantId, PRESS),
    (tenantId: string) => dropTaken(options, tenantId),
    (tenantId: string) => dropLapsed(options, tenantId, "unwatched|"),
  ];
  return {
    sweep: async (tenantIds) => {
      let dropped = 0;
      for (const tenantId of new Set(tenantIds))
        for (const work of works)
          dropped += await countSafely(options.log, tenantId, () => work(tenantId));
      return dropped;
    },
  };
}

async function countSafely(log: Log, tenantId: string, work: () => Promise<number>) {
  try {
    return await work();
  } catch (error) {
    log.error("something past its time was not forgotten", { tenantId, ...describeError(error) });
    return 0;
  }
}

async function dropRequests(options: RetentionOptions, tenantId: string): Promise<number> {
  const before = await readLimit(options, tenantId);
  let dropped = await dropEndedApprovals(options, tenantId, before);
  for (;;) {
    const more = await dropEnded(options, tenantId, before);
    dropped += more;
    if (more < DROPPED_AT_ONCE) return dropped;
  }
}

async function dropResults(options: RetentionOptions, tenantId: string): Promise<number> {
  const before = await readLimit(options, tenantId);
  let dropped = 0;
  for await (const { rk } of listRows(options, tenantId, "result|"))
    dropped += await countSafely(options.log, tenantId, () =>
      dropOldResults(options, { tenantId, rk }, before),
    );
  return dropped;
}

/** The time before which things are too old in a tenant, as its settings are now. */
async function readLimit({ settings, clock }: RetentionOptions, tenantId: string): Promise<number> {
  const { retentionDays } = (await settings.read(tenantId)).settings;
  return clock.now() - retentionDays * DAY_MS;
}

/** A row whose time cannot be read is left to the version that wrote it. */
const Lapsing = z.object({
  /** Milliseconds since 1970. */
  until: z.number(),
});

async function dropLapsed(
  options: RetentionOptions,
  tenantId: string,
  prefix: string,
): Promise<number> {
  const now = options.clock.now();
  let dropped = 0;
  for await (const row of listRows(options, tenantId, prefix)) {
    if (endOf(row.value) > now) continue;
    dropped += await countSafely(options.log, tenantId, () =>
      dropUnchanged(options.store, tenantId, row),
    );
  }
  return dropped;
}

/** Names that were taken come with every turn: they are deleted by the hundred. */
const COMMIT = 100;

async function dropTaken(
  { store, clock }: Pick<RetentionOptions, "store" | "clock">,
  tenantId: string,
): Promise<number> {
  const now = clock.now();
  let dropped = 0;
  let over: Row[] = [];
  for await (const row of listRows({ store }, tenantId, ONCE)) {
    if (endOf(row.value) <= now) over.push(row);
    if (over.length < COMMIT) continue;
    dropped += await dropAtOnce(store, tenantId, over);
    over = [];
  }
  return over.length === 0 ? dropped : dropped + (await dropAtOnce(store, tenantId, over));
}

/** Where another replica sweeps too, one row after the other. */
async function dropAtOnce(store: Store, tenantId: string, rows: readonly Row[]): Promise<number> {
  try {
    await store.commit(
      tenantId,
      rows.map(({ rk }) => ({ op: "delete", rk })),
    );
    return rows.length;
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
  let dropped = 0;
  for (const row of rows) dropped += await dropUnchanged(store, tenantId, row);
  return dropped;
}

function endOf(value: unknown): number {
  return Lapsing.safeParse(value).data?.until ?? Number.POSITIVE_INFINITY;
}

/**
 * Looks once more before it deletes, since deleting knows no tag. Who signs in between the two has to do so
 * once more.
 */
async function dropUnchanged(store: Store, tenantId: string, { rk, etag }: Row): Promise<number> {
  const now = await store.get(tenantId, rk);
  if (now?.etag !== etag) return 0;
  try {
    await store.commit(tenantId, [{ op: "delete", rk }]);
    return 1;
  } catch (error) {
    if (isConflict(error)) return 0;
    throw error;
  }
}
