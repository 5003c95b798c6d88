import { createHash } from "node:crypto";
import { z } from "zod";
import { ApprovalRequest, isOpen } from "../../core/approval/index.ts";
import { LANGUAGES } from "../../core/local-text.ts";
import { dueRowKey } from "../agenda/index.ts";

/** A request as the store keeps it, in row `approval|<id>` of its tenant. */
export const ApprovalRecord = z.strictObject({
  request: ApprovalRequest,
  /** When the directory is looked at next without anybody asking, in milliseconds since 1970; null for never. */
  lookAt: z.number().nullable(),
  /** Looks since it was granted that did not show everything. */
  looks: z.number().int().min(0),
  /** When something last happened to it, and so since when it has ended, where it has. */
  changedAt: z.number(),
});
export type ApprovalRecord = z.infer<typeof ApprovalRecord>;

/** A message that shows a request, in row `approvalcard|<request>|<hash>`. */
export const CardRow = z.strictObject({
  request: z.string(),
  conversationId: z.string(),
  activityId: z.string(),
  targetedTo: z.string().optional(),
  role: z.enum(["requester", "approver", "channel"]),
  /** In whose own chat it stands. */
  personId: z.string().optional(),
  language: z.enum(LANGUAGES),
});
export type CardRow = z.infer<typeof CardRow>;

/** Row that only names a request. */
export const Named = z.object({ id: z.string() });

export function approvalKey(id: string): string {
  return `approval|${id}`;
}

/** The rows of the cards of a request begin so. */
export function cardPrefix(id: string): string {
  return `approvalcard|${id}|`;
}

type Message = Pick<CardRow, "conversationId" | "activityId">;

/** Ids of Teams hold characters that keys may not. */
export function cardHash({ conversationId, activityId }: Message): string {
  return toHash([conversationId, activityId]);
}

/** The row that says which request a message shows. */
export function ownerKey(message: Message): string {
  return `approvalat|${cardHash(message)}`;
}

/** Requests of an app in which something may still happen. */
export function livePrefix(clientId?: string): string {
  return clientId === undefined ? "approvallive|" : `approvallive|${clientId}|`;
}

export function liveKey({ id, app }: ApprovalRequest): string {
  return `${livePrefix(app.clientId)}${id}`;
}

/** The one row that somebody can have for a set-up and an app while they wait. */
export function waitKey(
  ask: Pick<ApprovalRequest, "selection"> & {
    readonly app: { readonly clientId: string };
    readonly requester: { readonly id: string };
  },
): string {
  return `approvalwait|${toHash([ask.requester.id, ask.app.clientId, ask.selection])}`;
}

/** Rows that list requests, the newest first: all of them, or those that somebody has made. */
export function listPrefix(requesterId?: string): string {
  return requesterId === undefined ? "approvalnew|" : `approvalby|${requesterId}|`;
}

/** Above every time until the year 2286, so that differences keep their length. */
const LATEST = 9_999_999_999_999;

export function listKeys({ id, askedAt, requester }: ApprovalRequest): readonly string[] {
  const order = String(LATEST - askedAt).padStart(13, "0");
  return [listPrefix(), listPrefix(requester.id)].map((prefix) => `${prefix}${order}|${id}`);
}

/** When something is to be done about a request by itself; null for never again. */
export function dueAt({ request, lookAt }: ApprovalRecord): number | null {
  const { expiresAt, remindAt } = request;
  const times = [...(isOpen(request) ? [expiresAt, remindAt] : []), lookAt];
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** The rows of those that have ended begin so; sorted by since when. */
export const ENDED = "approvalended|";

/** The one row under which a request stands by time: when it is due, or since when it has ended. */
export function timeKey(record: ApprovalRecord): string {
  const { id } = record.request;
  const at = dueAt(record);
  if (at !== null) return dueRowKey("approval", id, at);
  return `${ENDED}${new Date(record.changedAt).toISOString()}|${id}`;
}

/** True while something may still happen to it. */
export function isLive({ state }: Pick<ApprovalRequest, "state">): boolean {
  return isOpen({ state }) || state === "granted";
}

function toHash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
