import { z } from "zod";
import { APPROVAL_STATES } from "../approval/index.ts";

/** Milliseconds since 1970. */
const Time = z.number().int();
const Count = z.number().int().min(0);

/** A request for approval in a list. */
export const RequestRow = z.strictObject({
  id: z.string(),
  /** What it is for, in words. */
  title: z.string(),
  /** Name of the app, or its client id. Foreign words, cleaned. */
  app: z.string(),
  requester: z.string().nullable(),
  state: z.enum(APPROVAL_STATES),
  /** In words, with a symbol before them. */
  stateText: z.string(),
  askedAt: Time,
  expiresAt: Time,
  approvals: Count,
  approvalsNeeded: Count,
  /** For `If-Match` of a decision. */
  etag: z.string(),
  mayDecide: z.boolean(),
  mayWithdraw: z.boolean(),
});

export const Requests = z.strictObject({ requests: z.array(RequestRow) });

const Lines = z.array(z.string());

/** Everything that somebody has to know to decide. Foreign words in it are cleaned, not escaped. */
export const Packet = z.strictObject({
  products: Lines,
  setUps: Lines,
  facts: z.array(z.strictObject({ title: z.string(), text: z.string(), isForeign: z.boolean() })),
  permissions: z.array(
    z.strictObject({
      value: z.string(),
      type: z.string(),
      resource: z.string(),
      isConfigured: z.boolean(),
      consent: z.string(),
      plain: z.string(),
      reasons: Lines,
      risk: z.string(),
    }),
  ),
  narrower: Lines,
  errata: z.array(z.strictObject({ id: z.string(), title: z.string(), plan: z.string() })),
  warnings: Lines,
  changes: Lines,
  decisions: z.array(
    z.strictObject({ what: z.string(), by: z.string().nullable(), words: z.string() }),
  ),
  next: Lines,
  permalink: z.string(),
  /** By part: `permissions`, `narrower` and so on. */
  headings: z.record(z.string(), z.string()),
});

export const RequestRead = z.strictObject({ request: RequestRow, packet: Packet });

/** Longest comment or reason, in characters. */
const WORDS = 500;

export const Verdict = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("approve"), comment: z.string().trim().max(WORDS) }),
  z.strictObject({ kind: z.literal("decline"), reason: z.string().trim().min(1).max(WORDS) }),
]);

export const Decided = z.discriminatedUnion("kind", [
  /** `isLast` is false where a second person has to approve. */
  RequestRead.extend({ kind: z.literal("decided"), isLast: z.boolean() }),
  RequestRead.extend({
    kind: z.literal("refused"),
    why: z.enum(["own", "same-person", "not-approver", "not-requester", "ended"]),
  }),
]);

/** A watched app. */
export const WatchRow = z.strictObject({
  clientId: z.string(),
  /** Name of the app, or its client id. Foreign words, cleaned. */
  app: z.string(),
  title: z.string(),
  /** Selection code that it is compared with. */
  code: z.string(),
  startedBy: z.string().nullable(),
  startedAt: Time,
  checkedAt: Time.nullable(),
  nextAt: Time,
  snoozedUntil: Time.nullable(),
  pausedAt: Time.nullable(),
  /** Each as lines: what is so, then what to do about it. */
  findings: z.array(Lines),
  /** Why nothing could be read, as lines; empty where it could. */
  problem: Lines,
  /** The latest looks, oldest first. */
  history: z.array(z.strictObject({ at: Time, granted: Count, needed: Count, excess: Count })),
  /** Where its notice stands; null where the person does not read there. */
  notice: z
    .strictObject({
      tenantId: z.string(),
      conversationId: z.string(),
      activityId: z.string(),
      /** Id of the group behind the team; missing in chats. */
      groupId: z.string().optional(),
    })
    .nullable(),
  /** For `If-Match` of a change. */
  etag: z.string(),
  /** Whether the person may snooze and stop it. */
  isKeeper: z.boolean(),
});

export const Watches = z.strictObject({ watches: z.array(WatchRow) });
export const WatchRead = z.strictObject({ watch: WatchRow });

/** Days for which nothing is said; 0 lets it speak again. */
export const Snooze = z.strictObject({
  days: z.union([z.literal(0), z.literal(1), z.literal(7), z.literal(30)]),
});
