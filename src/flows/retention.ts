import { z } from "zod";
import type { Clock, Ledger, Log, Row, Store } from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";
import { isConflict } from "./conflict.ts";
import { dropEnded } from "./consents/retain.ts";
import { ONCE, PRESS } from "./once.ts";
import { RECALL } from "./recalls.ts";
import { dropOldResults } from "./results.ts";
import type { SettingsKeeper } from "./settings.ts";

/** Forgets what nobody needs any more. */
export interface Retention {
  /**
   * Looks through tenants for what is past its time: ended consent requests and results older than the
   * tenant's settings say, and everything whose own time is over: questions, sign-ins, what was said last,
   * which deliveries were handled. One call does a bounded part of it,
   * the next goes on from there. What breaks is logged and stops nothing else.
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
/** Rows of one kind that one sweep looks at in one tenant. */
const BATCH = 200;

/** Makes it; it starts nothing by itself. */
export function createRetention(options: RetentionOptions): Retention {
  const walk = createWalk(options.store);
  const works = [
    (tenantId: string) => dropRequests(options, tenantId),
    (tenantId: string) => dropResults(options, walk, tenantId),
    (tenantId: string) => dropLapsed(options, walk, { tenantId, prefix: "pending|" }),
    (tenantId: string) => dropLapsed(options, walk, { tenantId, prefix: "token|" }),
    (tenantId: string) => dropLapsed(options, walk, { tenantId, prefix: RECALL }),
    (tenantId: string) => dropLapsed(options, walk, { tenantId, prefix: PRESS }),
    (tenantId: string) => dropTaken(options, tenantId),
    (tenantId: string) => dropLapsed(options, walk, { tenantId, prefix: "unwatched|" }),
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

interface Range {
  readonly tenantId: string;
  readonly prefix: string;
}

type Walk = (range: Range) => Promise<readonly Row[]>;

/** Reads the rows of a prefix part by part: each call goes on where the one before has ended. */
function createWalk(store: Store): Walk {
  const cursors = new Map<string, string>();
  return async ({ tenantId, prefix }) => {
    const name = `${tenantId} ${prefix}`;
    const from = cursors.get(name) ?? prefix;
    const rows = await store.list(tenantId, { from, to: `${prefix}~`, limit: BATCH });
    const last = rows.at(-1);
    // No character of a key sorts below this one: it is the next key that there can be.
    if (last && rows.length === BATCH) cursors.set(name, `${last.rk}-`);
    else cursors.delete(name);
    return rows;
  };
}

async function dropRequests(options: RetentionOptions, tenantId: string): Promise<number> {
  return dropEnded(options, tenantId, await readLimit(options, tenantId));
}

async function dropResults(
  options: RetentionOptions,
  walk: Walk,
  tenantId: string,
): Promise<number> {
  const before = await readLimit(options, tenantId);
  let dropped = 0;
  for (const { rk } of await walk({ tenantId, prefix: "result|" }))
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

async function dropLapsed(options: RetentionOptions, walk: Walk, range: Range): Promise<number> {
  const now = options.clock.now();
  let dropped = 0;
  for (const row of await walk(range)) {
    if (endOf(row.value) > now) continue;
    dropped += await countSafely(options.log, range.tenantId, () =>
      dropUnchanged(options.store, range.tenantId, row),
    );
  }
  return dropped;
}

/** Names that were taken come with every turn: looked through and deleted by the hundred. */
const MOST_TAKEN = 2_000;
const COMMIT = 100;

async function dropTaken({ store, clock }: RetentionOptions, tenantId: string): Promise<number> {
  const rows = await store.list(tenantId, { from: ONCE, to: `${ONCE}~`, limit: MOST_TAKEN });
  const over = rows.filter(({ value }) => endOf(value) <= clock.now());
  let dropped = 0;
  for (let at = 0; at < over.length; at += COMMIT)
    dropped += await dropAtOnce(store, tenantId, over.slice(at, at + COMMIT));
  return dropped;
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
