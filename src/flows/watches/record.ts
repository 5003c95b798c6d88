import { z } from "zod";
import { Finding, Snapshot } from "../../core/drift/index.ts";
import { LANGUAGES } from "../../core/local-text.ts";
import { dueRowKey } from "../agenda/index.ts";

/** Where a notice stands: a channel, or a chat or thread. */
export const WatchPlace = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("channel"),
    /** Id of the group behind the team. */
    teamId: z.string(),
    channelId: z.string(),
  }),
  z.strictObject({ kind: z.literal("conversation"), conversationId: z.string() }),
]);
export type WatchPlace = z.infer<typeof WatchPlace>;

const Message = z.strictObject({
  conversationId: z.string(),
  /** Empty until it is posted. */
  activityId: z.string(),
});

const Look = z.strictObject({
  at: z.number(),
  granted: z.number().int(),
  needed: z.number().int(),
  excess: z.number().int(),
});

/** What kept a look from reading. */
export const WatchProblem = z.enum(["not-connected", "busy", "unreachable"]);
export type WatchProblem = z.infer<typeof WatchProblem>;

/** A watch as the store keeps it, in row `watch|<client id>` of its tenant. Times are milliseconds since 1970. */
export const WatchRecord = z.strictObject({
  version: z.literal(1),
  /** One life of a watch: a later one of the same app has another. */
  id: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  appName: z.string().nullable(),
  /** Code of the selection that it is compared with. */
  selection: z.string(),
  language: z.enum(LANGUAGES),
  place: WatchPlace,
  isPersonal: z.boolean(),
  message: Message,
  /** Id empty once that person is forgotten. */
  startedBy: z.strictObject({ id: z.string(), name: z.string().nullable() }),
  startedAt: z.number(),
  /** When it was read last. */
  checkedAt: z.number().nullable(),
  nextAt: z.number(),
  /** Looks that came to nothing, one after the other. */
  tries: z.number().int(),
  problem: WatchProblem.nullable(),
  problemSince: z.number().nullable(),
  /** What of it people have been told; null for nothing. */
  problemTold: WatchProblem.nullable(),
  snoozedUntil: z.number().nullable(),
  /** When somebody has looked at the fence around mailboxes last. */
  fencedAt: z.number(),
  snapshot: Snapshot.nullable(),
  findings: z.array(Finding).readonly(),
  /** Keys of the findings that people have been told of. */
  told: z.array(z.string()).readonly(),
  /** The oldest first. */
  history: z.array(Look).readonly(),
  /** Since when nothing is looked at, because the place of the notice is gone; null while it is. */
  pausedAt: z.number().nullable(),
  /** Grows with each change that people hear of. */
  revision: z.number().int(),
  /** The revision with which the notice was posted: a new message rings by itself. */
  rangAt: z.number().int(),
});
export type WatchRecord = z.infer<typeof WatchRecord>;

/** What is left of a watch that ended, until its notice says so; in row `unwatched|<id>`. */
export const EndedWatch = WatchRecord.pick({
  id: true,
  tenantId: true,
  clientId: true,
  appName: true,
  selection: true,
  language: true,
  message: true,
}).extend({
  endedAt: z.number(),
  /** `moved`: another notice shows the watch now. */
  why: z.enum(["stopped", "moved"]),
  /** When it is forgotten, told or not. */
  until: z.number(),
});
export type EndedWatch = z.infer<typeof EndedWatch>;

/** Looks that are remembered. */
export const MOST_LOOKS = 60;

export function watchKey(clientId: string): string {
  return `watch|${clientId}`;
}

export function endedKey(id: string): string {
  return `unwatched|${id}`;
}

/** Key of the row that says when it is looked at; none while it is paused. */
export function watchDueKey(
  record: Pick<WatchRecord, "clientId" | "nextAt" | "snoozedUntil" | "pausedAt">,
): string | undefined {
  const { clientId, nextAt, snoozedUntil, pausedAt } = record;
  if (pausedAt !== null) return undefined;
  return dueRowKey("watch", clientId, Math.min(nextAt, snoozedUntil ?? nextAt));
}
