import { createHash } from "node:crypto";
import { z } from "zod";
import { LANGUAGES } from "../../core/local-text.ts";
import { SharedFacts, SharedState } from "../../core/view/index.ts";

const Place = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("channel"),
    /** Id of the group behind the team. */
    teamId: z.string(),
    channelId: z.string(),
  }),
  z.strictObject({ kind: z.literal("conversation"), conversationId: z.string() }),
]);
/** Where a share stands: a channel, or a chat or thread. */
export type SharePoint = z.infer<typeof Place>;

const Sharer = z.strictObject({
  /** Entra object id. */
  id: z.string(),
  name: z.string().nullable(),
  /** Milliseconds since 1970. */
  at: z.number(),
});

/** A share as the store keeps it, in row `share|<id>` of its tenant. */
export const ShareRecord = z.strictObject({
  /** What makes it the same share: a hash of place, subject and app. */
  id: z.string(),
  tenantId: z.string(),
  place: Place,
  /** Code of the subject. */
  subject: z.string(),
  /** What it is called, for when the catalogue does not have it any more. */
  title: z.string(),
  language: z.enum(LANGUAGES),
  /** Who shared it first, and who shared it again last. */
  people: z.array(Sharer).readonly(),
  /** What was ticked. */
  options: z.strictObject({ names: z.boolean(), state: z.boolean() }),
  /** The app that is named or whose grants are shown; null where neither was ticked. */
  app: z.strictObject({ clientId: z.string(), name: z.string().nullable() }).nullable(),
  /** The facts as they were shared, and as the card shows them now. */
  facts: SharedFacts,
  shown: SharedFacts,
  /** When the facts were found to differ; null while they do not. */
  changedAt: z.number().nullable(),
  labels: z.array(z.string()).readonly(),
  state: SharedState.nullable(),
  status: z.discriminatedUnion("kind", [
    /** Somebody is at it; of a process that has ended, nobody is. */
    z.strictObject({ kind: z.literal("sending"), attempt: z.string(), at: z.number() }),
    z.strictObject({
      kind: z.literal("posted"),
      conversationId: z.string(),
      activityId: z.string(),
      /** True while the card does not yet show what stands here. */
      isBehind: z.boolean(),
    }),
    /** It may stand there or not. */
    z.strictObject({ kind: z.literal("unknown"), attempt: z.string(), at: z.number() }),
  ]),
  /** Milliseconds since 1970 until which the card says that it is kept true. */
  keptUntil: z.number(),
  /** Grows with each change of what the card says. */
  revision: z.number().int(),
  /** When it was given up; then only the card is left to say so. */
  endedAt: z.number().nullable(),
});
export type ShareRecord = z.infer<typeof ShareRecord>;

/** Key of a share's row. */
export function shareKey(id: string): string {
  return `share|${id}`;
}

/** Key of the row that leads from an app to a share that shows its grants. */
export function appKey({ app, id }: Pick<ShareRecord, "app" | "id">): string {
  return `sharedapp|${app?.clientId ?? ""}|${id}`;
}

/** True for a share that has to follow what is granted to its app. */
export function followsApp({ app, options }: Pick<ShareRecord, "app" | "options">): boolean {
  return app !== null && options.state;
}

/** What makes two shares one: the place without its thread, what is shared, and whose grants it shows. */
export function toShareId(
  place: SharePoint,
  subject: string,
  clientId: string | undefined,
): string {
  const where = place.kind === "channel" ? place.channelId : place.conversationId;
  const parts = [where.split(";", 1)[0], subject, clientId ?? ""];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
