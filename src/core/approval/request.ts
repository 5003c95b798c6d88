import { z } from "zod";
import { LANGUAGES } from "../local-text.ts";

/**
 * States of a request. `approved` says what people decided, `granted` that Microsoft Graph shows what the
 * consent links asked for, `verified` that a check found everything that the set-up needs.
 */
export const APPROVAL_STATES = [
  "pending",
  "approved",
  "granted",
  "verified",
  "declined",
  "cancelled",
  "expired",
] as const;
/** One of {@link APPROVAL_STATES}. */
export type ApprovalState = (typeof APPROVAL_STATES)[number];

const Actor = z.strictObject({
  /** Entra object id, lower case. */
  id: z.string(),
  /** As it was known then; null where it was not, or was forgotten. */
  name: z.string().nullable(),
});

/** Milliseconds since 1970. */
const Time = z.number();

/** What has happened to a request, in order of time. */
export const ApprovalEvent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("asked"), at: Time, by: Actor }),
  z.strictObject({ kind: z.literal("approved"), at: Time, by: Actor, comment: z.string() }),
  z.strictObject({ kind: z.literal("declined"), at: Time, by: Actor, reason: z.string().min(1) }),
  /** The requester took it back. */
  z.strictObject({ kind: z.literal("withdrawn"), at: Time, by: Actor }),
  z.strictObject({ kind: z.literal("reminded"), at: Time }),
  z.strictObject({ kind: z.literal("expired"), at: Time }),
  /**
   * Graph showed every permission that the links asked for. While nobody has decided, it says that somebody
   * consented without this request, and the request goes on waiting for its decision.
   */
  z.strictObject({ kind: z.literal("granted"), at: Time, readAt: Time }),
  /** Graph showed everything that the set-up needs. */
  z.strictObject({ kind: z.literal("verified"), at: Time, readAt: Time }),
]);
export type ApprovalEvent = z.infer<typeof ApprovalEvent>;

/** Whether a message of a request came to where it was sent. */
const Reach = z.enum(["waiting", "reached", "failed"]);

/** Where a request was sent for its decision, as far as that is known. */
export const ApprovalReach = z.strictObject({
  /** The channel of Settings; null where approvers are asked in their own chats. */
  channel: z.strictObject({ name: z.string(), state: Reach }).nullable(),
  /** Approvers, each in their own chat with the bot: `failed` where they have none. */
  people: z.array(z.strictObject({ ...Actor.shape, state: Reach })).readonly(),
  isMailed: z.boolean(),
  /** False where Settings names roles, and who has them could not be read. */
  areRolesRead: z.boolean(),
});
export type ApprovalReach = z.infer<typeof ApprovalReach>;

/** The last look at what is granted, where it did not show everything that the set-up needs. */
export const ApprovalCheck = z.strictObject({
  at: Time,
  /** `unread` where the directory could not be read. */
  verdict: z.enum(["incomplete", "unclear", "unread"]),
  /** What is missing or could not be read, as in {@link ApprovalRequest}'s `needs`. */
  missing: z.array(z.string()).readonly(),
  /** True when no more looks follow by themselves. */
  isLast: z.boolean(),
});
export type ApprovalCheck = z.infer<typeof ApprovalCheck>;

/** A request for approval with everything that somebody has to know to decide on it. */
export const ApprovalRequest = z.strictObject({
  id: z.string(),
  tenantId: z.string(),
  state: z.enum(APPROVAL_STATES),
  /** Code of the selection: product, scenarios and permissions with their reasons follow from it. */
  selection: z.string(),
  /** Version of the catalogue that the request was made with, and what it needed then, to tell a difference. */
  catalogue: z.strictObject({ version: z.string(), needs: z.array(z.string()) }),
  app: z.strictObject({
    clientId: z.string(),
    name: z.string().nullable(),
    publisher: z.string().nullable(),
    /** Null where the publisher is not verified, or that was not read. */
    verifiedPublisher: z.string().nullable(),
  }),
  requester: Actor,
  language: z.enum(LANGUAGES),
  /** Why, in the requester's words; empty where none were given. */
  comment: z.string(),
  /** Until when the permissions are wanted; null for as long as the set-up is used. */
  wantedUntil: Time.nullable(),
  askedAt: Time,
  /** When a pending or approved request ends by itself. */
  expiresAt: Time,
  /** When approvers are reminded next; null for never. */
  remindAt: Time.nullable(),
  /** How many different people have to approve, as Settings said when it was made. */
  approvalsNeeded: z.union([z.literal(1), z.literal(2)]),
  events: z.array(ApprovalEvent).readonly(),
  reach: ApprovalReach.optional(),
  check: ApprovalCheck.optional(),
});
export type ApprovalRequest = z.infer<typeof ApprovalRequest>;
