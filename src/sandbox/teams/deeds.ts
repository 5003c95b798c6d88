import type { Log } from "../../ports.ts";
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
import { adaptiveCard, type Message, type World } from "./world.ts";

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
  say(actor: Actor, text: string): Promise<Outcome>;
  submit(actor: Actor, press: Press): Promise<Outcome>;
  invoke(actor: Actor, press: Press & { name: string }): Promise<Outcome>;
  /** Adds the bot to every conversation and tells it so. */
  installEverywhere(): Promise<void>;
}

export function createDeeds(options: DeedsOptions): Deeds {
  return {
    say: (actor, text) => say(options, actor, text),
    submit: (actor, press) => submit(options, actor, press),
    invoke: (actor, press) => invoke(options, actor, press),
    installEverywhere: () => installEverywhere(options),
  };
}

/** In channels and group chats a bot hears only what mentions it, as in Teams. */
async function say(options: DeedsOptions, { person, place }: Actor, text: string) {
  const { world, bot } = options;
  requireThread(world, place);
  const message = world.add({ place, author: person, content: { text, textFormat: "plain" } });
  const { id } = message;
  const isPersonal = place.conversation.type === "personal";
  if (!isPersonal && !isMentioned(text, bot)) return { id };
  const said = isPersonal ? { text } : toMention(text, bot);
  const payload: Payload = { type: "message", id, textFormat: "plain", ...said };
  requireSuccess(await options.channel.deliver(options.toActivity(person, message.place, payload)));
  return { id };
}

/** Action.Submit reaches the bot as a message with a value and no text; nobody sees it as a message. */
async function submit(options: DeedsOptions, actor: Actor, press: Press): Promise<Outcome> {
  const card = findCard(options.world, actor, press.replyToId);
  const id = options.world.nextId();
  const payload: Payload = { type: "message", id, value: press.value, ...toReply(card) };
  const activity = options.toActivity(actor.person, card?.place ?? actor.place, payload);
  options.world.remember(id);
  requireSuccess(await options.channel.deliver(activity));
  return { id };
}

async function invoke(options: DeedsOptions, actor: Actor, press: Press & { name: string }) {
  const { world, channel, toActivity } = options;
  const card = findCard(world, actor, press.replyToId);
  const { name, value } = press;
  const payload: Payload = { type: "invoke", name, value, ...toReply(card) };
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

/** The card that was pressed; scripts may press without one, and may not press a stranger's. */
function findCard(world: World, { person, place }: Actor, id: string | undefined) {
  requireThread(world, place);
  const cards = world.read(place, person).filter((message) => !message.author);
  const card = cards.findLast((message) =>
    id === undefined ? Boolean(message.content.attachments?.length) : message.id === id,
  );
  if (card || id === undefined) return card;
  throw new Refusal(404, "CardNotFound", "The conversation has no such card of the bot.");
}

function toReply(card: Message | undefined): { replyToId?: string } {
  return card ? { replyToId: card.id } : {};
}

function requireSuccess({ status }: BotAnswer): void {
  if (status >= 200 && status < 300) return;
  throw new Refusal(502, "BotFailed", `The bot answered ${status}.`);
}

async function installEverywhere(options: DeedsOptions): Promise<void> {
  for (const conversation of conversations) options.world.install(conversation);
  for (const conversation of conversations) await tellInstalled(options, conversation);
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
