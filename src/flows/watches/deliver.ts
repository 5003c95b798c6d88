import { toTabLink } from "../../core/teams-link.ts";
import { drawWatchEnded, drawWatchNotice, drawWatchPaused } from "../../core/view/index.ts";
import type { Op, PostOutcome } from "../../ports/index.ts";
import type { Delivery, Letter } from "../outbox/index.ts";
import { toFarewell, toPauseWord, WatchAbout } from "./letters.ts";
import type { WatchesOptions } from "./options.ts";
import { EndedWatch, endedKey, type WatchRecord } from "./record.ts";
import { readWatch, toOps } from "./rows.ts";
import { toEnded } from "./start.ts";
import { toWatchView } from "./watch-view.ts";

/** Brings a letter of topic `watch`: what it says is drawn from the watch of that moment. */
export async function deliverWatch(
  options: WatchesOptions,
  tenantId: string,
  letter: Letter["about"],
): Promise<Delivery> {
  const { data: about } = WatchAbout.safeParse(letter);
  if (!about) return { kind: "undeliverable", why: "unreadable" };
  if (about.say === "ended") return deliverEnd(options, tenantId, about.id);
  const found = await readWatch(options, tenantId, about.clientId);
  // A watch that was started over has letters of its own.
  if (found?.record.id !== about.id) return { kind: "moot" };
  const { record } = found;
  switch (about.say) {
    case "notice":
      return record.pausedAt === null ? deliverNotice(options, record) : { kind: "moot" };
    case "ping":
      return deliverPing(options, record, about.revision);
    case "paused":
      return deliverPauseWord(options, record);
    default:
      return about satisfies never;
  }
}

function draw(options: WatchesOptions, record: WatchRecord) {
  return drawWatchNotice(options.world, record.language, toFacts(options, record));
}

function toFacts({ world, teamsAppId }: WatchesOptions, record: WatchRecord) {
  const { teamsBase } = world.cloud;
  const tabLink = teamsAppId === null ? null : toTabLink(teamsBase, teamsAppId, { page: "home" });
  return { ...toWatchView(record), tabLink };
}

async function deliverNotice(options: WatchesOptions, record: WatchRecord): Promise<Delivery> {
  const { tenantId, message, place } = record;
  const view = draw(options, record);
  if (message.activityId !== "") {
    const outcome = await options.courier.edit({ tenantId, ...message }, view);
    if (outcome === "done") return { kind: "sent" };
    if (outcome === "unreached") return { kind: "later", why: outcome };
  }
  return settlePost(options, record, await options.courier.post({ tenantId, ...place }, view));
}

/** Posted where none stood or stands any more. */
function settlePost(options: WatchesOptions, record: WatchRecord, outcome: PostOutcome): Delivery {
  switch (outcome.kind) {
    case "posted":
      return { kind: "sent", effects: () => keepMessage(options, record, outcome) };
    case "busy":
      return { kind: "later", why: outcome.kind, seconds: outcome.seconds };
    case "unreached":
      return { kind: "later", why: outcome.kind };
    case "unknown": {
      // The next look posts it where none stands: a second notice that tells the same does no harm.
      const none = { conversationId: record.message.conversationId, activityId: "" };
      return { kind: "unknown", why: "post", effects: () => keepMessage(options, record, none) };
    }
    default:
      return { kind: "sent", effects: () => pause(options, record) };
  }
}

/** What stands there now; where the watch has ended meanwhile, its new notice is to say so. */
async function keepMessage(
  options: WatchesOptions,
  posted: WatchRecord,
  { conversationId, activityId }: WatchRecord["message"],
): Promise<readonly Op[]> {
  const message = { conversationId, activityId };
  const found = await readWatch(options, posted.tenantId, posted.clientId);
  if (found?.record.id === posted.id)
    return toOps(options, found, {
      record: {
        ...found.record,
        message,
        rangAt: activityId === "" ? found.record.rangAt : posted.revision,
      },
    });
  const ended = toEnded(options, { ...posted, message }, "stopped");
  if (!ended) return [];
  return [
    { op: "put", rk: endedKey(ended.id), value: ended },
    options.letters.toOp(toFarewell(ended)),
  ];
}

/** There is no place for the notice any more: nothing is looked at, and who started it hears of it. */
async function pause(
  options: WatchesOptions,
  { tenantId, clientId, id }: WatchRecord,
): Promise<readonly Op[]> {
  const found = await readWatch(options, tenantId, clientId);
  if (found?.record.id !== id || found.record.pausedAt !== null) return [];
  const none = { conversationId: found.record.message.conversationId, activityId: "" };
  const record = { ...found.record, message: none, pausedAt: options.clock.now() };
  return toOps(options, found, { record, letters: [toPauseWord(record)] });
}

/** Teams rings for messages, not for cards that change; a notice that was just posted has rung. */
async function deliverPing(
  options: WatchesOptions,
  record: WatchRecord,
  revision: number,
): Promise<Delivery> {
  const { tenantId, message, snoozedUntil, pausedAt, rangAt } = record;
  const isHeard = rangAt >= revision || message.activityId === "";
  if (isHeard || snoozedUntil !== null || pausedAt !== null) return { kind: "moot" };
  const { conversationId } = message;
  const place = { kind: "conversation" as const, tenantId, conversationId };
  const outcome = await options.courier.post(place, draw(options, record), "line");
  switch (outcome.kind) {
    case "posted":
      return { kind: "sent" };
    case "busy":
      return { kind: "later", why: outcome.kind, seconds: outcome.seconds };
    case "unreached":
      return { kind: "later", why: outcome.kind };
    case "unknown":
      return { kind: "unknown", why: "ping" };
    default:
      // Whether the notice still has a place is found out by its own letters.
      return { kind: "moot" };
  }
}

async function deliverPauseWord(options: WatchesOptions, record: WatchRecord): Promise<Delivery> {
  const { tenantId, startedBy, language, pausedAt } = record;
  if (pausedAt === null || startedBy.id === "") return { kind: "moot" };
  const view = drawWatchPaused(options.world, language, toFacts(options, record));
  const isTold = await options.courier.tell({ tenantId, personId: startedBy.id }, view, "card");
  return isTold ? { kind: "sent" } : { kind: "undeliverable", why: "no-chat" };
}

async function deliverEnd(
  options: WatchesOptions,
  tenantId: string,
  id: string,
): Promise<Delivery> {
  const row = await options.store.get(tenantId, endedKey(id));
  const { data: ended } = EndedWatch.safeParse(row?.value);
  if (!ended) return { kind: "moot" };
  const view = drawWatchEnded(options.world, ended.language, ended);
  const outcome = await options.courier.edit({ tenantId, ...ended.message }, view);
  if (outcome === "unreached") return { kind: "later", why: outcome };
  return { kind: "sent", effects: () => dropEnded(options, tenantId, id) };
}

async function dropEnded(
  { store }: WatchesOptions,
  tenantId: string,
  id: string,
): Promise<readonly Op[]> {
  const rk = endedKey(id);
  return (await store.get(tenantId, rk)) ? [{ op: "delete", rk }] : [];
}
