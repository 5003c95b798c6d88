import { type ApprovalRequest, isOpen, listApprovals } from "../../core/approval/index.ts";
import type { Op } from "../../ports/index.ts";
import type { Delivery, Letter } from "../outbox/index.ts";
import { type Approvers, findApprovers } from "./approvers.ts";
import { listCards, toChannelLetter, toLetter } from "./letters.ts";
import type { ApprovalsOptions } from "./options.ts";
import { type CardRow, cardHash } from "./record.ts";
import { readApproval, toOps } from "./rows.ts";

/**
 * Finds out who decides now, and writes the letters to them: a line under the card of those who have one, a
 * card to those who have none yet, since Settings may say otherwise than when it was asked. Of an approved
 * request, those who have approved it are reminded of the consent.
 * @param event the reminder; 0 where those with a role are asked for the first time
 */
export async function summon(
  options: ApprovalsOptions,
  request: ApprovalRequest,
  event: number,
): Promise<Delivery> {
  const isOld =
    event > 0 && request.events.slice(event + 1).some(({ kind }) => kind === "reminded");
  if (!isOpen(request) || isOld) return { kind: "moot" };
  const { tenantId, requester } = request;
  const { settings } = await options.settings.read(tenantId);
  const to = await findApprovers(options, { tenantId, requesterId: requester.id }, settings);
  // A first letter waits until the directory answers; a reminder goes to those who are known.
  if (event === 0 && to.roles === "later") return { kind: "later", why: "unread" };
  return { kind: "sent", effects: () => toEffects(options, request, { to, event }) };
}

interface Summons {
  readonly to: Approvers;
  readonly event: number;
}

async function toEffects(
  options: ApprovalsOptions,
  { tenantId, id }: ApprovalRequest,
  { to, event }: Summons,
): Promise<readonly Op[]> {
  const found = await readApproval(options, tenantId, id);
  const now = found?.record.request;
  if (!found || !now || !isOpen(now)) return [];
  const cards: CardRow[] = [];
  for await (const card of listCards(options, now)) cards.push(card);
  const reminders = event === 0 ? [] : toReminders(now, cards, { to, event });
  const unasked = now.state === "pending" ? toUnasked(now, cards, to) : NOBODY;
  const letters = [...reminders, ...unasked.letters];
  return toOps(options, found, { request: addReach(now, to, unasked.people), letters });
}

/** Those who are waited for, where a card of theirs stands. */
function toReminders(
  request: ApprovalRequest,
  cards: readonly CardRow[],
  { to, event }: Summons,
): Letter[] {
  const approvals = listApprovals(request);
  const isWaitedFor = ({ role, personId }: CardRow) => {
    if (role !== "approver") return role === "channel";
    if (personId === undefined) return false;
    if (request.state === "approved") return approvals.includes(personId);
    const isAsked = to.roles !== "read" || to.people.some(({ id }) => id === personId);
    return isAsked && !approvals.includes(personId);
  };
  return cards
    .filter(isWaitedFor)
    .map((card) => toLetter({ kind: "remind", request: request.id, card: cardHash(card), event }));
}

interface Unasked {
  readonly people: Approvers["people"];
  readonly letters: readonly Letter[];
}

const NOBODY: Unasked = { people: [], letters: [] };

/** Those who decide now and have no card. */
function toUnasked({ id }: ApprovalRequest, cards: readonly CardRow[], to: Approvers): Unasked {
  const { channel } = to;
  const isPosted = (channelId: string) =>
    cards.some(
      ({ role, conversationId }) =>
        role === "channel" && conversationId.split(";", 1)[0] === channelId,
    );
  const hasCard = (personId: string) =>
    cards.some((card) => card.role === "approver" && card.personId === personId);
  const people = to.people.filter((one) => !hasCard(one.id));
  return {
    people,
    letters: [
      ...(channel && !isPosted(channel.channelId) ? [toChannelLetter(id, channel)] : []),
      ...people.map((one) => toLetter({ kind: "post", request: id, person: one.id })),
    ],
  };
}

function addReach(
  request: ApprovalRequest,
  { channel, roles }: Approvers,
  people: Approvers["people"],
): ApprovalRequest {
  const { reach } = request;
  if (!reach) return request;
  const asked = new Set(people.map(({ id }) => id));
  const others = reach.people.filter(({ id }) => !asked.has(id));
  const waiting = people.map((one) => ({ ...one, state: "waiting" as const }));
  const place = channel && reach.channel?.name !== channel.channelName;
  return {
    ...request,
    reach: {
      ...reach,
      channel: place ? { name: channel.channelName, state: "waiting" } : reach.channel,
      people: [...others, ...waiting],
      areRolesRead: roles === "read",
    },
  };
}
