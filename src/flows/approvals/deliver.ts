import { type ApprovalRequest, isOpen } from "../../core/approval/index.ts";
import type { CardPlace, Op, PostOutcome } from "../../ports/index.ts";
import { readRequest } from "../consents/requests.ts";
import type { Delivery, Letter } from "../outbox/index.ts";
import { dropCardOps, readCard } from "./cards.ts";
import { changeByEvent } from "./decide.ts";
import { About, cardLetters, isOvertaken, toChannelLetter, toLetter } from "./letters.ts";
import type { ApprovalsOptions } from "./options.ts";
import { askChannel, askPerson } from "./post.ts";
import type { CardRow } from "./record.ts";
import { readApproval } from "./rows.ts";
import { summon } from "./summon.ts";

/** Delivers the letters of topic `approval`: what they say is drawn from the request as it is by now. */
export async function deliver(
  options: ApprovalsOptions,
  tenantId: string,
  about: Letter["about"],
): Promise<Delivery> {
  const parsed = About.safeParse(about).data;
  if (!parsed) return { kind: "undeliverable", why: "unreadable" };
  const found = await readApproval(options, tenantId, parsed.request);
  if (!found) return { kind: "moot" };
  const { request } = found.record;
  switch (parsed.kind) {
    case "card":
      return putRight(options, request, parsed.card);
    case "rest":
      return { kind: "sent", effects: () => spread(options, request, parsed.from) };
    case "post":
      return askPerson(options, request, parsed.person);
    case "channel":
      return askChannel(options, request, parsed);
    case "ping":
      return ping(options, request, parsed.event);
    case "remind":
      return remind(options, request, parsed);
    case "summon":
      return summon(options, request, parsed.event);
    case "consent":
      return noteConsent(options, request, parsed.consent);
    default:
      return parsed satisfies never;
  }
}

async function spread(options: ApprovalsOptions, request: ApprovalRequest, from: string) {
  const letters = await cardLetters(options, { ...request, from });
  return letters.map(options.letters.toOp);
}

/** Puts a card right. One that is gone is forgotten, and who was to decide by it is asked anew. */
async function putRight(
  options: ApprovalsOptions,
  request: ApprovalRequest,
  hash: string,
): Promise<Delivery> {
  const card = await readCard(options, request, hash);
  if (!card) return { kind: "moot" };
  const view = options.draw(card.language, request, card.role);
  const outcome = await options.courier.edit(toPlace(request, card), view);
  if (outcome === "unreached") return { kind: "later", why: outcome };
  if (outcome === "done") return { kind: "sent" };
  return { kind: "sent", effects: () => forgetCard(options, request, card) };
}

async function forgetCard(
  options: ApprovalsOptions,
  { tenantId, id }: ApprovalRequest,
  card: CardRow,
): Promise<readonly Op[]> {
  const now = (await readApproval(options, tenantId, id))?.record.request;
  const again = now?.state === "pending" ? await toAgain(options, now, card) : [];
  const gone = await dropCardOps(options, { tenantId, id }, card);
  return [...gone, ...again.map(options.letters.toOp)];
}

async function toAgain(
  options: ApprovalsOptions,
  { tenantId, id: request }: ApprovalRequest,
  { role, personId }: CardRow,
): Promise<Letter[]> {
  if (role === "approver" && personId !== undefined)
    return [toLetter({ kind: "post", request, person: personId })];
  const { channel } = (await options.settings.read(tenantId)).settings.approval;
  return role === "channel" && channel ? [toChannelLetter(request, channel)] : [];
}

function toPlace({ tenantId }: ApprovalRequest, card: CardRow): CardPlace {
  const { conversationId, activityId, targetedTo } = card;
  return { tenantId, conversationId, activityId, targetedTo };
}

/** A line to the requester, in their own chat. Without one, the card where they asked says it. */
async function ping(
  { draw, courier }: ApprovalsOptions,
  request: ApprovalRequest,
  event: number,
): Promise<Delivery> {
  if (isOvertaken(request, event)) return { kind: "moot" };
  const { tenantId, language, requester } = request;
  const place = { kind: "person", tenantId, personId: requester.id } as const;
  return toPinged(await courier.post(place, draw(language, request, "requester"), "line"));
}

interface Reminding {
  readonly card: string;
  readonly event: number;
}

/** A line under the card of those who are waited for. */
async function remind(
  options: ApprovalsOptions,
  request: ApprovalRequest,
  { card: hash, event }: Reminding,
): Promise<Delivery> {
  const isNews = isOpen(request) && !isOvertaken(request, event);
  const card = isNews ? await readCard(options, request, hash) : undefined;
  if (!card) return { kind: "moot" };
  const { tenantId } = request;
  const { conversationId, language, role } = card;
  const place = { kind: "conversation", tenantId, conversationId } as const;
  const view = options.draw(language, request, role);
  return toPinged(await options.courier.post(place, view, "line"));
}

function toPinged(outcome: PostOutcome): Delivery {
  switch (outcome.kind) {
    case "posted":
      return { kind: "sent" };
    case "busy":
      return { kind: "later", why: outcome.kind, seconds: outcome.seconds };
    case "unreached":
      return { kind: "later", why: outcome.kind };
    case "unknown":
      return { kind: "unknown", why: outcome.kind };
    // There is nobody to ring for; the cards say it.
    case "gone":
    case "not-installed":
    case "refused":
      return { kind: "moot" };
    default:
      return outcome satisfies never;
  }
}

/** What the directory showed for the consent that an approver gave, where it was for this very request. */
async function noteConsent(
  options: ApprovalsOptions,
  { tenantId, id, app, selection }: ApprovalRequest,
  consentId: string,
): Promise<Delivery> {
  const consent = (await readRequest(options, tenantId, consentId))?.record;
  const isOwn = consent?.clientId === app.clientId && consent.selection === selection;
  const readAt = isOwn && consent.outcome?.kind === "granted" ? consent.provedAt : null;
  if (readAt === null) return { kind: "moot" };
  const at = options.clock.now();
  await changeByEvent(options, { tenantId, id }, () => ({ kind: "granted", at, readAt }));
  return { kind: "sent" };
}
