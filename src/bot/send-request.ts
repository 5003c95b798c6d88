import { casesOfSelection, formatSelection } from "../core/advisor/index.ts";
import type { ApprovalRequest } from "../core/approval/index.ts";
import { AppError } from "../core/errors.ts";
import { drawRequest, type RequestNote, type View } from "../core/view/index.ts";
import type { ApprovalDraft } from "../flows/approvals/index.ts";
import type { AppFound } from "../flows/index.ts";
import { isSealedFor } from "./card-token.ts";
import { isMixed, subjectOf } from "./consent-steps.ts";
import { toPerson } from "./gate.ts";
import { type Reply, replace, show } from "./reply.ts";
import { type RequestWish, SEND, stepToRequest } from "./request-steps.ts";
import type { Tools } from "./route.ts";
import { isAlone, personOf, type Turn } from "./turn.ts";

/** What the preview has shown, with the app by its client id. */
export interface RequestOrder extends RequestWish {
  readonly app: string;
  readonly k: string;
}

/** Asks the approvers, when the preview was sealed for this press; else shows what would be sent. */
export async function sendRequest(turn: Turn, order: RequestOrder, tools: Tools): Promise<Reply> {
  const { selection, app: clientId, k } = order;
  const subject = subjectOf(formatSelection(selection), clientId);
  const isSealed = isSealedFor(turn, tools, { verb: SEND, subject, k });
  const found = isSealed ? await tools.apps.find(turn.tenantId, clientId) : undefined;
  const app = found && toApp(found, clientId);
  if (!app || !isWhole(order, tools)) return showStep(turn, order, tools);
  const outcome = await tools.approvals.ask(toDraft(turn, order, app));
  const note: RequestNote =
    outcome.kind === "asked" ? { kind: "sent", to: outcome.sentTo } : { kind: "waiting" };
  return showRequest(turn, outcome.request, { note, isNew: outcome.kind === "asked" }, tools);
}

function isWhole({ selection }: RequestOrder, { world }: Tools): boolean {
  return !isMixed(selection) && casesOfSelection(world.catalogue, selection).length > 0;
}

/** What was sealed is old, or the app cannot be had any more: nobody is asked. */
async function showStep(turn: Turn, order: RequestOrder, tools: Tools): Promise<Reply> {
  const view = await stepToRequest(turn, { ...order, k: undefined }, tools);
  if (!view) throw new AppError("ERR_ACTION_INPUT", "a card sent a set-up that leads to no case");
  return isAlone(turn) ? replace(view) : show(view);
}

/** An app that nobody could prove was confirmed before the preview was sealed. */
function toApp(found: AppFound, clientId: string): ApprovalRequest["app"] | undefined {
  if (found.kind === "unproved")
    return { clientId, name: null, publisher: null, verifiedPublisher: null };
  if (found.kind !== "known") return undefined;
  const { name, publisher, verifiedPublisher } = found.reading.app;
  return { clientId, name: name || null, publisher, verifiedPublisher };
}

function toDraft(turn: Turn, order: RequestOrder, app: ApprovalRequest["app"]): ApprovalDraft {
  const { tenantId, language, actor } = turn;
  const { selection, comment = "", until = "" } = order;
  return {
    tenantId,
    requester: { id: personOf(turn), name: actor.name ?? null },
    language,
    selection: formatSelection(selection),
    app,
    comment: comment.trim(),
    wantedUntil: until === "" ? null : Date.parse(`${until}T23:59:59.999Z`),
    card: cardOf(turn),
  };
}

/** The card that was pressed becomes the request's, where nobody else reads it. */
function cardOf(turn: Turn): ApprovalDraft["card"] {
  const { tenantId, conversationId, replyToId: activityId } = turn;
  if (activityId === undefined || !isAlone(turn)) return null;
  const targeted = turn.isTargeted && { targetedTo: turn.actor.id };
  return { tenantId, conversationId, activityId, isPersonal: true, ...targeted };
}

interface Showing {
  readonly note: RequestNote;
  readonly isNew: boolean;
}

/** Shows the request in the preview's place, and has a card kept true wherever it was pressed. */
async function showRequest(
  turn: Turn,
  request: ApprovalRequest,
  { note, isNew }: Showing,
  tools: Tools,
): Promise<Reply> {
  const { world, approvals } = tools;
  const view = drawRequest(world, turn.language, request, { role: "requester", note });
  const card = cardOf(turn);
  if (card && !isNew) {
    const { isPersonal: _, ...place } = card;
    await approvals.keepCard(request, { ...place, role: "requester", personId: personOf(turn) });
  }
  if (card) return replace(view);
  if (isNew) await keepOwnCard(turn, request, view, tools);
  return show(view);
}

/** In a conversation of several the request gets a card in the person's own chat. */
async function keepOwnCard(
  turn: Turn,
  request: ApprovalRequest,
  view: View,
  { references, courier, approvals }: Tools,
): Promise<void> {
  const { tenantId, personId } = toPerson(turn);
  const reference = await references.findPersonal(tenantId, personId);
  const conversationId = reference?.conversation?.id;
  if (conversationId === undefined) return;
  const posted = await courier.post({ kind: "conversation", tenantId, conversationId }, view);
  if (posted.kind !== "posted") return;
  const { activityId } = posted;
  const { language } = turn;
  const card = {
    tenantId,
    conversationId,
    activityId,
    role: "requester",
    personId,
    language,
  } as const;
  await approvals.keepCard(request, card);
}
