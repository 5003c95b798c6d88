import { type Activity, CardFactory, type InvokeResponse, type TurnContext } from "botbuilder";
import { renderCard } from "../cards/index.ts";
import type { View } from "../core/view/index.ts";
import type { Log } from "../ports.ts";
import { stampLanguage } from "./card-language.ts";
import { presentSignIn } from "./oauth-card.ts";
import { presentExtension } from "./present-extension.ts";
import type { Reply } from "./reply.ts";
import type { Turn } from "./turn.ts";

export interface Presenting {
  readonly context: TurnContext;
  readonly turn: Turn;
  readonly log: Log;
  /** Tells a view to the person in their own chat. @returns one line that everybody may read */
  readonly aside: (view: View) => Promise<string>;
}

/**
 * Brings a reply to where the turn came from; the only place that sends.
 * @returns the answer to an Action.Execute or to the message extension; nothing for other turns
 */
export async function present(to: Presenting, reply: Reply): Promise<InvokeResponse | undefined> {
  if (to.turn.kind === "extension") return presentExtension(to.turn, reply);
  const { signIn } = reply;
  if (signIn?.uri !== undefined) {
    const answer = await presentSignIn(to, { ...signIn, uri: signIn.uri });
    return answer ?? (to.turn.kind === "action" ? toMessageAnswer(signIn.text) : undefined);
  }
  // Everything is drawn before anything is sent, so that a fault leaves no half reply.
  if (isAside(to, reply)) return answerAside(to, reply);
  const messages = await Promise.all(reply.views.map(toMessage));
  const [first, ...others] = messages;
  if (to.turn.kind === "action") return answerAction(to, reply, messages);
  if (first && (reply.mode !== "replace" || !(await replaceCard(to, first))))
    await to.context.sendActivity(first);
  for (const message of others) await to.context.sendActivity(message);
  return undefined;
}

/** Only the answer to Action.Execute is seen by one person; any other message all in the place read. */
function isAside({ turn }: Presenting, { mode }: Reply): boolean {
  return mode === "private" && turn.kind !== "action" && turn.place !== "personal";
}

async function answerAside({ context, aside }: Presenting, { views }: Reply): Promise<undefined> {
  for (const view of views)
    await context.sendActivity({ type: "message", text: await aside(view), textFormat: "plain" });
}

async function answerAction(
  to: Presenting,
  { mode, views }: Reply,
  messages: readonly Partial<Activity>[],
): Promise<InvokeResponse> {
  const [first] = messages;
  if (mode === "replace" && first) await replaceCard(to, first);
  for (const message of mode === "new" ? messages : messages.slice(1))
    await to.context.sendActivity(message);
  if (mode === "new" || !first) return toMessageAnswer(views[0]?.summary ?? "");
  return toInvokeResponse("application/vnd.microsoft.card.adaptive", toCard(first));
}

/** An answer to Action.Execute that leaves the card as it is and says one line. */
export function toMessageAnswer(text: string): InvokeResponse {
  return toInvokeResponse("application/vnd.microsoft.activity.message", text);
}

function toInvokeResponse(type: string, value: unknown): InvokeResponse {
  return { status: 200, body: { statusCode: 200, type, value } };
}

/** For when no card can be drawn or sent: the same in plain words. */
export async function sayPlainly({ context }: Presenting, view: View): Promise<void> {
  await context.sendActivity({ type: "message", text: view.text, textFormat: "plain" });
}

/** Cards of the views that are still in use: a kept answer is drawn once. */
const cards = new WeakMap<View, unknown>();

async function toCardOf(view: View): Promise<unknown> {
  const known = cards.get(view);
  if (known !== undefined) return known;
  const card = stampLanguage(await renderCard(view), String(view.data.lang));
  cards.set(view, card);
  return card;
}

/** A view as a message with its card. */
export async function toMessage(view: View): Promise<Partial<Activity>> {
  const attachments = [CardFactory.adaptiveCard(await toCardOf(view))];
  return { type: "message", summary: view.summary, attachments };
}

function toCard(message: Partial<Activity>): unknown {
  return message.attachments?.[0]?.content;
}

/**
 * The answer to an invoke changes the card for one client and until the next reload only, so the
 * message itself is updated too. False when that cannot be: the message is gone or somebody else's.
 */
async function replaceCard(
  { context, turn, log }: Presenting,
  message: Partial<Activity>,
): Promise<boolean> {
  if (turn.replyToId === undefined) return false;
  try {
    await context.updateActivity({ ...message, id: turn.replyToId });
    return true;
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    log.warn("a card could not be replaced", { status, place: turn.place });
    return false;
  }
}
