import { type Activity, CardFactory, type InvokeResponse } from "botbuilder";
import { renderCard } from "../cards/index.ts";
import type { View } from "../core/view/index.ts";
import { stampAlone } from "./card-audience.ts";
import { stampLanguage } from "./card-language.ts";
import { toFileMessage } from "./file-cards.ts";
import { presentSignIn } from "./oauth-card.ts";
import { presentExtension } from "./present-extension.ts";
import type { Reply } from "./reply.ts";
import { type Addressee, send } from "./send.ts";
import { isAlone } from "./turn.ts";

/**
 * Brings a reply to where the turn came from; the only place that sends.
 * @returns the answer to an Action.Execute or to the message extension; nothing for other turns
 */
export async function present(to: Addressee, reply: Reply): Promise<InvokeResponse | undefined> {
  if (to.turn.kind === "extension") return presentExtension(to.turn, reply);
  const answer = await presentViews(to, reply);
  if (reply.file) await presentFile(to, reply.file);
  if (reply.isOfferOver) await removeOffer(to);
  return answer;
}

async function presentViews(to: Addressee, reply: Reply): Promise<InvokeResponse | undefined> {
  const { signIn } = reply;
  if (signIn?.uri !== undefined) {
    const answer = await presentSignIn(to, { ...signIn, uri: signIn.uri }, reply.views);
    return answer ?? (to.turn.kind === "action" ? toMessageAnswer(signIn.text) : undefined);
  }
  // Everything is drawn before anything is sent, so that a fault leaves no half reply.
  if (isAside(to, reply)) return answerAside(to, reply);
  const drawn = await Promise.all(reply.views.map(draw));
  const [first, ...others] = drawn;
  if (to.turn.kind === "action") return answerAction(to, reply, drawn);
  const isReplaced = reply.mode === "replace" && first && (await replaceCard(to, first.message));
  await sendAll(to, isReplaced ? others : drawn);
  return undefined;
}

/** A view with the message that shows it. */
interface Drawn {
  readonly view: View;
  readonly message: Partial<Activity>;
}

async function draw(view: View): Promise<Drawn> {
  return { view, message: await toMessage(view) };
}

async function sendAll(to: Addressee, drawn: readonly Drawn[]): Promise<void> {
  for (const { view, message } of drawn) await send(to, message, [view]);
}

/**
 * Only the answer to Action.Execute and what is targeted is seen by one person; any other message all in the
 * place read.
 */
function isAside({ turn }: Addressee, { mode }: Reply): boolean {
  return mode === "private" && turn.kind !== "action" && !isAlone(turn);
}

/** Tells it in the person's own chat, and says where it is in a line that everybody may read. */
async function answerAside(to: Addressee, { views }: Reply): Promise<undefined> {
  for (const view of views) {
    const isTold = await to.tell(view);
    if (isTold && to.progress?.isQuiet) continue;
    const text = to.texts(isTold ? "bot.aside.told" : "bot.aside.open");
    await send(to, { type: "message", text, textFormat: "plain" }, []);
  }
}

/** What was said is said: a file card that a client does not take costs nobody the answer. */
async function presentFile(to: Addressee, file: NonNullable<Reply["file"]>): Promise<void> {
  try {
    await send(to, toFileMessage(file), []);
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    to.log.warn("a card of a file was not sent", { status, file: file.kind });
  }
}

/** Teams leaves the offer where it is, and its buttons would ask again. */
async function removeOffer({ context, turn, log }: Addressee): Promise<void> {
  if (turn.replyToId === undefined) return;
  try {
    await context.deleteActivity(turn.replyToId);
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    log.warn("the offer of a file was not taken away", { status });
  }
}

async function answerAction(
  to: Addressee,
  { mode, views }: Reply,
  drawn: readonly Drawn[],
): Promise<InvokeResponse> {
  const [first] = drawn;
  if (mode === "replace" && first) await replaceCard(to, first.message);
  await sendAll(to, mode === "new" ? drawn : drawn.slice(1));
  if (mode === "new" || !first) return toMessageAnswer(views[0]?.summary ?? "");
  const card = toCard(first.message);
  // The next press on it says no more than this one where it came from.
  const shown = to.turn.isTargeted ? stampAlone(card) : card;
  return toInvokeResponse("application/vnd.microsoft.card.adaptive", shown);
}

/** An answer to Action.Execute that leaves the card as it is and says one line. */
export function toMessageAnswer(text: string): InvokeResponse {
  return toInvokeResponse("application/vnd.microsoft.activity.message", text);
}

function toInvokeResponse(type: string, value: unknown): InvokeResponse {
  return { status: 200, body: { statusCode: 200, type, value } };
}

/** For when no card can be drawn or sent: the same in plain words. */
export async function sayPlainly(to: Addressee, view: View): Promise<void> {
  await send(to, { type: "message", text: view.text, textFormat: "plain" }, [view]);
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
  { context, turn, log }: Addressee,
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
