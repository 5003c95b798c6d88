import type { ApprovalReach, ApprovalRequest } from "../../core/approval/index.ts";
import type { Op, PostOutcome, PostPlace } from "../../ports/index.ts";
import type { Delivery } from "../outbox/index.ts";
import type { ApprovalRole } from "./approvals.ts";
import { cardOps, languageOf } from "./cards.ts";
import { cardLetters, listCards, toLetter } from "./letters.ts";
import type { ApprovalsOptions } from "./options.ts";
import { type CardRow, cardHash } from "./record.ts";
import { readApproval, toOps } from "./rows.ts";

/** Brings the request to an approver's own chat. */
export async function askPerson(
  options: ApprovalsOptions,
  request: ApprovalRequest,
  personId: string,
): Promise<Delivery> {
  const { tenantId, requester } = request;
  const isMoot = request.state !== "pending" || personId === requester.id;
  const isThere = (card: CardRow) => card.role === "approver" && card.personId === personId;
  if (isMoot || (await hasCard(options, request, isThere))) return { kind: "moot" };
  const place = { kind: "person", tenantId, personId } as const;
  return post(options, request, { place, role: "approver", personId });
}

/** Brings the request to the approvers' channel. */
export async function askChannel(
  options: ApprovalsOptions,
  request: ApprovalRequest,
  { team: teamId, channel: channelId }: { readonly team: string; readonly channel: string },
): Promise<Delivery> {
  const { tenantId } = request;
  const isThere = ({ role, conversationId }: CardRow) =>
    role === "channel" && conversationId.split(";", 1)[0] === channelId;
  if (request.state !== "pending" || (await hasCard(options, request, isThere)))
    return { kind: "moot" };
  const place = { kind: "channel", tenantId, teamId, channelId } as const;
  return post(options, request, { place, role: "channel" });
}

async function hasCard(
  options: ApprovalsOptions,
  request: ApprovalRequest,
  isThere: (card: CardRow) => boolean,
): Promise<boolean> {
  for await (const card of listCards(options, request)) if (isThere(card)) return true;
  return false;
}

interface Posting {
  readonly place: PostPlace;
  readonly role: ApprovalRole;
  readonly personId?: string;
}

/**
 * Posts a card. It is sent at least once: two of them do no harm, since their buttons name the request, and
 * one that never comes leaves somebody unasked.
 */
async function post(
  options: ApprovalsOptions,
  request: ApprovalRequest,
  posting: Posting,
): Promise<Delivery> {
  const language = await languageOf(options, request, posting.role);
  const view = options.draw(language, request, posting.role);
  const outcome = await options.courier.post(posting.place, view);
  switch (outcome.kind) {
    case "posted":
      return {
        kind: "sent",
        effects: () => remember(options, request, { ...posting, ...outcome, language }),
      };
    case "gone":
    case "not-installed":
    case "refused":
      return { kind: "sent", effects: () => noteFailure(options, request, posting) };
    case "busy":
      return { kind: "later", why: outcome.kind, seconds: outcome.seconds };
    case "unreached":
    case "unknown":
      return { kind: "later", why: outcome.kind };
    default:
      return outcome satisfies never;
  }
}

type Posted = Posting &
  Extract<PostOutcome, { kind: "posted" }> & { readonly language: CardRow["language"] };

/**
 * Remembers the new card. The request is written with it: a decision that comes between meets a conflict and
 * finds the card, and one that came before is put on it.
 */
async function remember(
  options: ApprovalsOptions,
  drawn: ApprovalRequest,
  posted: Posted,
): Promise<readonly Op[]> {
  const { tenantId, id } = drawn;
  const found = await readApproval(options, tenantId, id);
  if (!found) return [];
  const request = setReach(found.record.request, posted, "reached");
  const isOld = toShown(drawn) !== toShown(found.record.request);
  const right = toLetter({ kind: "card", request: id, card: cardHash(posted) });
  const letters = [...(isOld ? [right] : []), ...(await tellReach(options, request))];
  const { kind: _, place: __, ...card } = posted;
  return [
    ...(await cardOps(options, request, card)),
    ...(await toOps(options, found, { request, letters })),
  ];
}

async function noteFailure(
  options: ApprovalsOptions,
  { tenantId, id }: ApprovalRequest,
  posting: Posting,
): Promise<readonly Op[]> {
  const found = await readApproval(options, tenantId, id);
  if (!found) return [];
  const request = setReach(found.record.request, posting, "failed");
  return toOps(options, found, { request, letters: await tellReach(options, request) });
}

/** What an approver's card shows of a request: everything but where it was sent. */
function toShown({ reach: _, ...shown }: ApprovalRequest): string {
  return JSON.stringify(shown);
}

type State = ApprovalReach["people"][number]["state"];

function setReach(request: ApprovalRequest, { role, personId }: Posting, state: State) {
  const { reach } = request;
  if (!reach) return request;
  const people = reach.people.map((one) => (one.id === personId ? { ...one, state } : one));
  const channel = reach.channel && role === "channel" ? { ...reach.channel, state } : reach.channel;
  return { ...request, reach: { ...reach, channel, people } };
}

/** The requester's cards say who could not be reached, once that is known of all. */
async function tellReach(options: ApprovalsOptions, request: ApprovalRequest) {
  const { channel, people = [] } = request.reach ?? {};
  const all = [...people, ...(channel ? [channel] : [])];
  const isSettled = all.every(({ state }) => state !== "waiting");
  const hasFailed = all.some(({ state }) => state === "failed");
  return isSettled && hasFailed ? cardLetters(options, request, "requester") : [];
}
