import { countRows, findDrift, nextLook } from "../../core/drift/index.ts";
import { toFarewell, toNotice } from "./letters.ts";
import type { WatchesOptions } from "./options.ts";
import type { EndedWatch, WatchPlace, WatchRecord } from "./record.ts";
import { changeWatch } from "./rows.ts";
import { toWatchView, type WatchDraft, type WatchView } from "./watch-view.ts";

/** Starts a watch, or starts the one of the same app over; its notice is promised in the same commit. */
export async function startWatch(options: WatchesOptions, draft: WatchDraft): Promise<WatchView> {
  const { tenantId, clientId, by, selection, place } = draft;
  const { watchHours } = (await options.settings.read(tenantId)).settings;
  const entry = {
    verb: "watch.started",
    actor: by.id,
    object: `watch:${clientId}`,
    details: { selection, place: place.kind },
  };
  const fresh = toRecord(options, draft, watchHours);
  const change = await changeWatch(options, { tenantId, clientId }, (now) => {
    const isSame = now !== undefined && isSamePlace(now.place, place);
    const record = isSame ? { ...fresh, message: now.message } : fresh;
    const ended = now && !isSame ? toEnded(options, now, "moved") : undefined;
    const letters = [...(ended ? [toFarewell(ended)] : []), toNotice(record)];
    return { record, entry, letters, ended };
  });
  return toWatchView(change?.record ?? fresh);
}

function toRecord(
  { clock, ids }: WatchesOptions,
  draft: WatchDraft,
  watchHours: number,
): WatchRecord {
  const { report, by, place, tenantId, clientId, ...rest } = draft;
  const now = clock.now();
  const first = findDrift(
    { snapshot: null, findings: [] },
    { report, isComparable: true },
    { now, fenceAt: null },
  );
  return {
    ...rest,
    version: 1,
    id: ids.next(),
    tenantId,
    clientId,
    place,
    message: {
      conversationId: "conversationId" in place ? place.conversationId : "",
      activityId: "",
    },
    startedBy: by,
    startedAt: now,
    checkedAt: report.readAt,
    nextAt: nextLook(`${tenantId} ${clientId}`, watchHours, now),
    tries: 0,
    problem: null,
    problemSince: null,
    problemTold: null,
    snoozedUntil: null,
    fencedAt: now,
    ...first,
    told: [],
    history: first.snapshot ? [{ at: report.readAt, ...countRows(first.snapshot) }] : [],
    pausedAt: null,
    revision: 1,
    rangAt: 0,
  };
}

function isSamePlace(one: WatchPlace, other: WatchPlace): boolean {
  if (one.kind === "channel") return other.kind === "channel" && one.channelId === other.channelId;
  return other.kind === "conversation" && one.conversationId === other.conversationId;
}

/** Time for which an end is tried to be told on the notice, in milliseconds. */
const ENDING_MS = 30 * 24 * 60 * 60_000;

/** What has to be known of a watch that ends; nothing where no notice stands. */
export function toEnded(
  { clock }: Pick<WatchesOptions, "clock">,
  record: WatchRecord,
  why: EndedWatch["why"],
): EndedWatch | undefined {
  const { id, tenantId, clientId, appName, selection, language, message } = record;
  if (message.activityId === "") return undefined;
  const endedAt = clock.now();
  const until = endedAt + ENDING_MS;
  return { id, tenantId, clientId, appName, selection, language, message, endedAt, why, until };
}
