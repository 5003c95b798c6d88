import { createBoundedMap } from "../../core/bounded-map.ts";
import type { TenantReading } from "../../core/grant/index.ts";
import type { Person } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import type { ShareAsk } from "./draft.ts";
import { endShare, finishEnd, forgetSharer } from "./end.ts";
import { followReading, keepTrue } from "./keep-true.ts";
import type { SharesOptions } from "./options.ts";
import type { SharePoint, ShareRecord } from "./record.ts";
import { listShares } from "./rows.ts";
import { type ShareOutcome, share } from "./share.ts";

/** Results that stand in channels and chats, and what keeps them true. */
export interface Shares {
  /**
   * Shares a subject in a place, or brings the card up to date that stands there already. Everything is
   * checked anew: that the person is there and no guest, that Consentry is, what is granted.
   * @throws AppError ERR_STORE_FAILED, and then nothing was posted
   */
  share(ask: ShareAsk): Promise<ShareOutcome>;
  /** Takes what was just read of an app to the cards that show it, in the background. */
  hear(tenantId: string, reading: TenantReading): void;
  /** Where a person has shared, the last place first. */
  listPlaces(person: Person): Promise<readonly SharePoint[]>;
  /**
   * Looks through the shares of tenants: what the catalogue says otherwise is put on the cards, and what is
   * past its time is given up. What breaks is logged and stops nothing else.
   * @returns how many cards were changed
   */
  sweep(tenantIds: readonly string[]): Promise<number>;
  /** Forgets a person's part in shares, their name on cards included. @returns how many shares */
  forget(person: Person): Promise<number>;
  /** Ends a sweep after the card that it is at: the process stops. */
  stop(): void;
  /** Resolves once nothing runs in the background. */
  idle(): Promise<void>;
}

/** Cards that one sweep changes; the rest waits for the next. */
const BATCH = 50;
/** Pause before a card is tried again that could not be reached, in milliseconds. */
const AGAIN_MS = 5 * 60_000;

/** Makes the flow. It starts nothing by itself. */
export function createShares(options: SharesOptions): Shares {
  const running = new Set<Promise<void>>();
  const later = createBoundedMap<number>(10_000);
  let isStopped = false;
  return {
    share: (ask) => share(options, ask),
    hear: (tenantId, reading) => {
      const task = followReading(options, tenantId, reading)
        .catch((error: unknown) =>
          options.log.error("a reading was not taken to its shares", describeError(error)),
        )
        .then(() => void running.delete(task));
      running.add(task);
    },
    listPlaces: (person) => listPlaces(options, person),
    sweep: async (tenantIds) => {
      let changed = 0;
      for (const tenantId of new Set(tenantIds))
        for await (const record of listShares(options, tenantId)) {
          if (isStopped || changed >= BATCH) return changed;
          if (options.clock.now() < (later.get(record.id) ?? 0)) continue;
          const met = await meetSafely(options, record);
          if (met === "unreached") later.set(record.id, options.clock.now() + AGAIN_MS);
          if (met !== "true") changed += 1;
        }
      return changed;
    },
    forget: (person) => forgetSharer(options, person),
    stop: () => {
      isStopped = true;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

type Met = Awaited<ReturnType<typeof keepTrue>>;

/** One share that breaks must not keep the others waiting. */
async function meetSafely(options: SharesOptions, record: ShareRecord): Promise<Met> {
  try {
    return await meet(options, record);
  } catch (error) {
    const { tenantId, id } = record;
    options.log.error("a share was not looked at", { tenantId, id, ...describeError(error) });
    return "unreached";
  }
}

const DAY_MS = 24 * 60 * 60_000;

async function meet(options: SharesOptions, record: ShareRecord): Promise<Met> {
  if (record.endedAt !== null) return (await finishEnd(options, record)) ? "brought" : "unreached";
  if (!(await isOver(options, record))) return keepTrue(options, record);
  const isTold = await endShare(options, record, { verb: "share.ended", actor: "system" });
  return isTold ? "brought" : "unreached";
}

/** As the card says, or earlier where the settings have been changed to forget sooner. */
async function isOver({ settings, clock }: SharesOptions, record: ShareRecord): Promise<boolean> {
  const { retentionDays } = (await settings.read(record.tenantId)).settings;
  const last = record.people.at(-1)?.at ?? 0;
  return clock.now() >= Math.min(record.keptUntil, last + retentionDays * DAY_MS);
}

async function listPlaces(
  options: SharesOptions,
  { tenantId, personId }: Person,
): Promise<readonly SharePoint[]> {
  const shared: { readonly place: SharePoint; readonly at: number }[] = [];
  for await (const { place, people } of listShares(options, tenantId)) {
    const own = people.findLast(({ id }) => id === personId);
    if (own) shared.push({ place, at: own.at });
  }
  return shared.sort((one, other) => other.at - one.at).map(({ place }) => place);
}
