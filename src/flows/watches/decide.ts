import { findingKey } from "../../core/drift/index.ts";
import type { Person } from "../../ports/index.ts";
import { toFarewell, toNotice, toPing } from "./letters.ts";
import type { WatchesOptions } from "./options.ts";
import type { WatchRecord } from "./record.ts";
import { changeWatch } from "./rows.ts";
import { toEnded } from "./start.ts";
import { toWatchView, type WatchView } from "./watch-view.ts";

/** Who decides about which watch. */
export interface Deciding extends Person {
  readonly clientId: string;
}

/** Keeps quiet until then; what is not said by then is said when that time is over, or at once with null. */
export async function snoozeWatch(
  options: WatchesOptions,
  deciding: Deciding,
  until: number | null,
): Promise<WatchView | undefined> {
  const details = { until: until === null ? "now" : new Date(until).toISOString() };
  return decide(options, deciding, (now) => {
    const news = now.findings.filter((one) => !now.told.includes(findingKey(one)));
    const isRinging = until === null && news.length > 0;
    const told = until === null ? now.findings.map(findingKey) : now.told;
    const revision = now.revision + Number(isRinging);
    const record = { ...now, snoozedUntil: until, told, revision };
    return { record, isRinging, verb: "watch.snoozed", details };
  });
}

/** Somebody has looked at the fence. */
export async function acknowledgeFence(
  options: WatchesOptions,
  deciding: Deciding,
): Promise<WatchView | undefined> {
  return decide(options, deciding, (now) => {
    const findings = now.findings.filter(({ kind }) => kind !== "fence");
    const record = { ...now, fencedAt: options.clock.now(), findings };
    return { record, isRinging: false, verb: "watch.fence-checked" };
  });
}

interface Decision {
  readonly record: WatchRecord;
  /** Whether something is said by it that nobody has heard yet. */
  readonly isRinging: boolean;
  readonly verb: string;
  readonly details?: Readonly<Record<string, string>>;
}

async function decide(
  options: WatchesOptions,
  { tenantId, personId: actor, clientId }: Deciding,
  mutate: (now: WatchRecord) => Decision,
): Promise<WatchView | undefined> {
  const object = `watch:${clientId}`;
  const change = await changeWatch(options, { tenantId, clientId }, (now) => {
    if (!now) return undefined;
    const { record, isRinging, verb, details } = mutate(now);
    const letters = [toNotice(record), ...(isRinging ? [toPing(record)] : [])];
    return { record, letters, entry: { verb, actor, object, ...(details && { details }) } };
  });
  return change?.record ? toWatchView(change.record) : undefined;
}

/** Ends a watch; its notice says so. @returns false where there is none */
export async function stopWatch(
  options: WatchesOptions,
  { tenantId, personId: actor, clientId }: Deciding,
): Promise<boolean> {
  const entry = { verb: "watch.stopped", actor, object: `watch:${clientId}` };
  const change = await changeWatch(options, { tenantId, clientId }, (now) => {
    if (!now) return undefined;
    const ended = toEnded(options, now, "stopped");
    return { record: null, entry, ended, letters: ended ? [toFarewell(ended)] : [] };
  });
  return change !== undefined;
}
