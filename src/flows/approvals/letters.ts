import { z } from "zod";
import type { ApprovalEvent, ApprovalRequest } from "../../core/approval/index.ts";
import type { NamedChannel } from "../../core/settings/index.ts";
import type { MailKind } from "../../core/view/index.ts";
import type { Store } from "../../ports/index.ts";
import { listRows } from "../list-rows.ts";
import type { Letter } from "../outbox/index.ts";
import { CardRow, cardHash, cardPrefix } from "./record.ts";

/** What a letter of topic `approval` is about. */
export const About = z.discriminatedUnion("kind", [
  /** Puts a card right. */
  z.object({ kind: z.literal("card"), request: z.string(), card: z.string() }),
  /** Finds the cards from that one on that a commit had no room for, and has them put right. */
  z.object({ kind: z.literal("rest"), request: z.string(), from: z.string() }),
  /** Asks an approver in their own chat. */
  z.object({ kind: z.literal("post"), request: z.string(), person: z.string() }),
  /** Asks the approvers in their channel. */
  z.object({
    kind: z.literal("channel"),
    request: z.string(),
    team: z.string(),
    channel: z.string(),
  }),
  /** Tells the requester of an event, by its place in the record. */
  z.object({ kind: z.literal("ping"), request: z.string(), event: z.number() }),
  /** Reminds where a card stands. */
  z.object({
    kind: z.literal("remind"),
    request: z.string(),
    card: z.string(),
    event: z.number(),
  }),
  /** Finds out who decides now: asks those who were not, and reminds the others of an event. */
  z.object({ kind: z.literal("summon"), request: z.string(), event: z.number() }),
  /** What the directory showed for a consent request of an approval is to be written down. */
  z.object({ kind: z.literal("consent"), request: z.string(), consent: z.string() }),
]);
export type About = z.infer<typeof About>;

/** The letter about it. Each message has its own lane, so that what is older never comes later. */
export function toLetter(about: About): Letter {
  const isPing = about.kind === "ping" || about.kind === "remind";
  return { topic: "approval", about, lane: `approval|${about.request}|${laneOf(about)}`, isPing };
}

function laneOf(about: About): string {
  switch (about.kind) {
    case "card":
    case "remind":
      return `card|${about.card}`;
    case "post":
      return `person|${about.person}`;
    default:
      return about.kind;
  }
}

/** Asks the approvers in a channel. */
export function toChannelLetter(
  request: string,
  { teamId: team, channelId: channel }: NamedChannel,
): Letter {
  return toLetter({ kind: "channel", request, team, channel });
}

/**
 * A mail to the approvers, or to the one who asked about what was decided; its own topic delivers it. It is
 * worth to be sent twice rather than never.
 */
export function toMail({ id: request }: ApprovalRequest, kind: MailKind): Letter {
  return {
    topic: "mail",
    about: { request, kind },
    lane: `mail|${request}`,
    isPing: kind === "reminded",
  };
}

/** Cards that are put right in the commit of a change; a letter finds the others. */
const MOST_CARDS = 40;

type Which = Pick<ApprovalRequest, "tenantId" | "id">;

/** Letters that put every card of a request right, or those of a role. */
export async function cardLetters(
  options: { readonly store: Store },
  { tenantId, id: request, from = "" }: Which & { readonly from?: string },
  role?: CardRow["role"],
): Promise<Letter[]> {
  const letters: Letter[] = [];
  for await (const card of listCards(options, { tenantId, id: request })) {
    const hash = cardHash(card);
    if (hash < from || (role && card.role !== role)) continue;
    if (letters.length === MOST_CARDS)
      return [...letters, toLetter({ kind: "rest", request, from: hash })];
    letters.push(toLetter({ kind: "card", request, card: hash }));
  }
  return letters;
}

/** The messages that show a request. */
export async function* listCards(
  options: { readonly store: Store },
  { tenantId, id }: Which,
): AsyncGenerator<CardRow> {
  for await (const { value } of listRows(options, tenantId, cardPrefix(id))) {
    const card = CardRow.safeParse(value).data;
    if (card) yield card;
  }
}

/** Events that the requester is told of. */
const TOLD: ReadonlySet<ApprovalEvent["kind"]> = new Set([
  "approved",
  "declined",
  "expired",
  "granted",
  "verified",
]);

/** The letter that tells the requester of the last event; none for what they did themselves. */
export function pingOf({ id: request, events }: ApprovalRequest): Letter[] {
  const event = events.length - 1;
  const kind = events[event]?.kind;
  return kind && TOLD.has(kind) ? [toLetter({ kind: "ping", request, event })] : [];
}

/** True where something has happened since that tells more. */
export function isOvertaken({ events }: ApprovalRequest, event: number): boolean {
  return events.slice(event + 1).some(({ kind }) => TOLD.has(kind) || kind === "withdrawn");
}
