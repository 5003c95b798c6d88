import type { Log } from "../../ports/index.ts";
import type { Person } from "../directory/people.ts";
import { Refusal } from "../http.ts";
import {
  type Activity,
  type Bot,
  isMentioned,
  type Payload,
  toInstallPayloads,
  toMention,
} from "./activity.ts";
import type { BotAnswer, Channel } from "./channel.ts";
import { type Conversation, conversations, type Place } from "./conversations.ts";
import { type Attachment, adaptiveCard, type Message, type World } from "./world.ts";

export interface DeedsOptions {
  readonly bot: Bot;
  readonly world: World;
  readonly channel: Channel;
  readonly log: Log;
  readonly toActivity: (person: Person, place: Place, payload: Payload) => Activity;
}

/** Who does something where. */
export interface Actor {
  readonly person: Person;
  readonly place: Place;
}

/** What somebody sends: a text, cards that the message extension gave, or both. */
export interface Said {
  readonly text?: string;
  readonly attachments?: readonly Attachment[];
  /** Whether it is for the bot alone, in a channel or group chat. */
  readonly isPrivate?: boolean;
}

/** A press on a card; without `replyToId` it is the newest card that the person sees there. */
export interface Press {
  readonly value: unknown;
  readonly replyToId?: string;
}

/** Id of the activity and, after an invoke, what the bot answered. */
export interface Outcome {
  readonly id: string;
  readonly invokeResponse?: BotAnswer;
}

/** What people can do. Each resolves once the bot's turn has ended. */
export interface Deeds {
  say(actor: Actor, said: Said): Promise<Outcome>;
  submit(actor: Actor, press: Press): Promise<Outcome>;
  invoke(actor: Actor, press: Press & { name: string }): Promise<Outcome>;
  /** Adds the bot to every conversation and tells it so. */
  installEverywhere(): Promise<void>;
}

export function createDeeds(options: DeedsOptions): Deeds {
  return {
    say: (actor, said) => say(options, actor, said),
    submit: (actor, press) => submit(options, actor, press),
    invoke: (actor, press) => invoke(options, actor, press),
    installEverywhere: () => installEverywhere(options),
  };
}

/** In channels and group chats a bot hears only what mentions it, as in Teams. */
async function say(options: DeedsOptions, { person, place }: Actor, said: Said) {
  const { world, bot } = options;
  requireThread(world, place);
  if (said.isPrivate) requirePrivateTalk(place);
  const { text, attachments } = said;
  const content = {
    ...(text === undefined ? {} : { text, textFormat: "plain" }),
    ...(attachments && { attachments }),
  };
  const audience = said.isPrivate ? { audience: person } : {};
  const message = world.add({ place, author: person, content, ...audience });
  const { id } = message;
  const heard = toHeard(said, place.conversation, bot);
  if (!heard) return { id };
  const files = attachments ? { attachments } : {};
  const payload: Payload = { type: "message", id, textFormat: "plain", ...files, ...heard };
  requireSuccess(await options.channel.deliver(options.toActivity(person, message.place, payload)));
  return { id };
}

/** What of it reaches the bot; undefined where it is not spoken to. */
function toHeard({ text = "", isPrivate }: Said, { type, hasBot }: Conversation, bot: Bot) {
  if (!hasBot) return undefined;
  if (type === "personal") return { text };
  if (isPrivate) return { text, recipient: toTargeted(bot) };
  return isMentioned(text, bot) ? toMention(text, bot) : undefined;
}

/** https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages */
function toTargeted({ id, name }: Bot) {
  return { id, name, isTargeted: true };
}

function requirePrivateTalk({ conversation }: Place): void {
  if (conversation.type !== "personal" && conversation.hasBot) return;
  const message = "Private messages to the app are for channels and group chats that it is in.";
  throw new Refusal(400, "NotSupported", message);
}

/**
 * Action.Submit reaches the bot as a message with a value and no text; nobody sees it as a message. On a
 * card that the message extension gave it is an invoke.
 */
async function submit(options: DeedsOptions, actor: Actor, press: Press): Promise<Outcome> {
  const card = findCard(options.world, actor, press.replyToId);
  if (card?.author) {
    return invoke(options, actor, { ...press, name: "composeExtension/onCardButtonClicked" });
  }
  const id = options.world.nextId();
  const target = toPressed(card, options.bot);
  const payload: Payload = { type: "message", id, value: press.value, ...target };
  const activity = options.toActivity(actor.person, card?.place ?? actor.place, payload);
  options.world.remember(id);
  requireSuccess(await options.channel.deliver(activity));
  return { id };
}

async function invoke(options: DeedsOptions, actor: Actor, press: Press & { name: string }) {
  const { world, channel, toActivity } = options;
  const card = findCard(world, actor, press.replyToId);
  const { name, value } = press;
  if (!actor.place.conversation.hasBot) {
    throw new Refusal(403, "Forbidden", "User forbidden to perform action");
  }
  const payload: Payload = { type: "invoke", name, value, ...toPressed(card, options.bot) };
  const activity = toActivity(actor.person, card?.place ?? actor.place, payload);
  world.remember(activity.id);
  const invokeResponse = await channel.deliver(activity);
  const view = toView(invokeResponse);
  // Read again: the bot may have updated or deleted the message during the turn.
  const current = card && world.find(card.id);
  if (view !== undefined && current) world.setView(current, actor.person, view);
  return { id: activity.id, invokeResponse };
}

/** The card of an `adaptiveCard/action` answer, which replaces the pressed one for that person only. */
function toView({ status, body }: BotAnswer): unknown {
  if (status !== 200 || typeof body !== "object" || body === null) return undefined;
  const answer = body as {
    readonly statusCode?: unknown;
    readonly type?: unknown;
    readonly value?: unknown;
  };
  return answer.statusCode === 200 && answer.type === adaptiveCard ? answer.value : undefined;
}

function requireThread(world: World, { conversation, threadId }: Place): void {
  if (threadId === undefined || world.find(threadId)?.place.conversation === conversation) return;
  throw new Refusal(404, "ThreadNotFound", "The channel has no such post.");
}

/** The card that was pressed; scripts may press the newest of the bot, or none. */
function findCard(world: World, { person, place }: Actor, id: string | undefined) {
  requireThread(world, place);
  const messages = world.read(place, person);
  if (id === undefined) {
    return messages.findLast(({ author, content }) => !author && content.attachments?.length);
  }
  const card = messages.find((message) => message.id === id && isPressable(message));
  if (card) return card;
  throw new Refusal(404, "CardNotFound", "The conversation has no such card.");
}

/** A card of the bot, or one that the message extension gave to a person. */
function isPressable({ author, content, isWithdrawn }: Message): boolean {
  return !isWithdrawn && (!author || Boolean(content.attachments?.length));
}

/** A press on what only one person sees is private as well. */
function toPressed(card: Message | undefined, bot: Bot) {
  if (!card) return {};
  return { replyToId: card.id, ...(card.audience && { recipient: toTargeted(bot) }) };
}

function requireSuccess({ status }: BotAnswer): void {
  if (status >= 200 && status < 300) return;
  throw new Refusal(502, "BotFailed", `The bot answered ${status}.`);
}

async function installEverywhere(options: DeedsOptions): Promise<void> {
  const places = conversations.filter(({ hasBot }) => hasBot);
  for (const conversation of places) options.world.install(conversation);
  for (const conversation of places) await tellInstalled(options, conversation);
}

/** A team is told once, in its General channel. */
async function tellInstalled(options: DeedsOptions, conversation: Conversation): Promise<void> {
  const { team } = conversation;
  const [person] = conversation.members;
  if (!person || (team && team.id !== conversation.id)) return;
  for (const payload of toInstallPayloads(conversation, options.bot)) {
    const activity = options.toActivity(person, { conversation }, payload);
    options.world.remember(activity.id);
    const { status } = await options.channel.deliver(activity);
    if (status >= 300) options.log.warn("bot refused to be installed", { status });
  }
}
