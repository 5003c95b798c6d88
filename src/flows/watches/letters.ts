import { z } from "zod";
import type { Letter } from "../outbox/index.ts";
import type { EndedWatch, WatchRecord } from "./record.ts";

/** What a letter of topic `watch` is about. */
export const WatchAbout = z.discriminatedUnion("say", [
  /** The notice shows the watch as it is; it is posted where there is none. */
  z.strictObject({ say: z.literal("notice"), clientId: z.string(), id: z.string() }),
  /** A line under the notice rings for what is new. */
  z.strictObject({
    say: z.literal("ping"),
    clientId: z.string(),
    id: z.string(),
    revision: z.number().int(),
  }),
  /** The notice of a watch that ended says so. */
  z.strictObject({ say: z.literal("ended"), clientId: z.string(), id: z.string() }),
  /** Who started it hears that there is no place for its notice any more. */
  z.strictObject({ say: z.literal("paused"), clientId: z.string(), id: z.string() }),
]);
export type WatchAbout = z.infer<typeof WatchAbout>;

/** Has the notice show the watch. */
export function toNotice({ clientId, id }: WatchRecord): Letter {
  return toLetter({ say: "notice", clientId, id }, false);
}

/** Rings for what this revision of the watch says, once the notice shows it. */
export function toPing({ clientId, id, revision }: WatchRecord): Letter {
  return toLetter({ say: "ping", clientId, id, revision }, true);
}

/** Has the notice say that nothing is watched there any more. */
export function toFarewell({ clientId, id }: EndedWatch): Letter {
  return toLetter({ say: "ended", clientId, id }, false);
}

/** Tells who started it that it pauses. */
export function toPauseWord({ clientId, id }: WatchRecord): Letter {
  return toLetter({ say: "paused", clientId, id }, true);
}

function toLetter(about: WatchAbout, isPing: boolean): Letter {
  return { topic: "watch", about, lane: `watch ${about.clientId}`, isPing };
}
