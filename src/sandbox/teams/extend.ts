import { isOfDomain } from "../client/domain.ts";
import type { Person } from "../directory/people.ts";
import { Refusal } from "../http.ts";
import type { Activity, Bot, Payload } from "./activity.ts";
import type { BotAnswer, Channel } from "./channel.ts";
import type { Place } from "./conversations.ts";
import type { Actor, Outcome } from "./deeds.ts";
import type { Extension } from "./manifest.ts";
import { toMessagePayload } from "./message-payload.ts";
import type { Unfurls } from "./unfurls.ts";
import type { World } from "./world.ts";

export interface ExtendOptions {
  readonly bot: Bot;
  readonly world: World;
  readonly channel: Channel;
  readonly unfurls: Unfurls;
  readonly readExtension: () => Extension;
  /** Whether somebody has the app. */
  readonly hasApp: (person: Person) => boolean;
  readonly toActivity: (person: Person, place: Place, payload: Payload) => Activity;
}

/** What the message extension is asked; with a message, an action on that. */
export interface ExtensionAsk {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly messageId?: string;
}

/** A link as a card, if the app made one of it. */
export interface Unfurled extends Partial<Outcome> {
  /** `kept` was asked for before; `none` is no link of the app, or nothing for people without it. */
  readonly kind: "asked" | "kept" | "none";
  readonly isAnonymous: boolean;
}

/** The message extension: it works where the bot is not, too. Each call resolves once the bot has answered. */
export interface Extending {
  ask(actor: Actor, ask: ExtensionAsk): Promise<Outcome>;
  unfurl(actor: Actor, url: string): Promise<Unfurled>;
}

export function createExtending(options: ExtendOptions): Extending {
  return {
    ask: (actor, ask) => askExtension(options, actor, ask),
    unfurl: (actor, url) => unfurl(options, actor, url),
  };
}

async function askExtension(
  options: ExtendOptions,
  { person, place }: Actor,
  { name, value, messageId }: ExtensionAsk,
): Promise<Outcome> {
  if (!options.hasApp(person)) throw new Refusal(403, "AppNotInstalled", "The person has no app.");
  const source = { name: messageId === undefined ? "compose" : "message" };
  const more = messageId === undefined ? {} : toMessage(options, { person, place }, messageId);
  const payload: Payload = {
    type: "invoke",
    name,
    value: { ...value, ...more },
    channelData: { source },
  };
  return deliver(options, options.toActivity(person, place, payload));
}

/** An action on a message hands the message over; one that is for one person alone has no actions. */
function toMessage({ world, bot }: ExtendOptions, { person, place }: Actor, id: string) {
  const message = world.read(place, person).find((one) => one.id === id);
  if (message && !message.isWithdrawn && !message.audience) {
    return { messagePayload: toMessagePayload(message, bot, bot.tenantId) };
  }
  throw new Refusal(404, "MessageNotFound", "There is no such message.");
}

async function deliver({ world, channel }: ExtendOptions, activity: Activity): Promise<Outcome> {
  world.remember(activity.id);
  return { id: activity.id, invokeResponse: await channel.deliver(activity) };
}

async function unfurl(options: ExtendOptions, actor: Actor, url: string): Promise<Unfurled> {
  const { unfurls, hasApp, readExtension } = options;
  const { domains, isAnonymous: isForAll } = readExtension();
  const isAnonymous = !hasApp(actor.person);
  if (!isOfDomain(url, domains) || (isAnonymous && !isForAll)) return { kind: "none", isAnonymous };
  const key = { url, personId: isAnonymous ? "" : actor.person.id };
  const kept = unfurls.find(key);
  if (kept) return { kind: "kept", isAnonymous, invokeResponse: kept };
  const outcome = await deliver(options, toLinkActivity(options, actor, { url, isAnonymous }));
  unfurls.keep(key, outcome.invokeResponse as BotAnswer);
  return { kind: "asked", isAnonymous, ...outcome };
}

/** Without the app nobody tells it who pasted the link, nor where. */
function toLinkActivity(
  { toActivity }: ExtendOptions,
  { person, place }: Actor,
  { url, isAnonymous }: { readonly url: string; readonly isAnonymous: boolean },
): Activity {
  const name = isAnonymous ? "composeExtension/anonymousQueryLink" : "composeExtension/queryLink";
  const source = { name: "compose" };
  const payload: Payload = { type: "invoke", name, value: { url }, channelData: { source } };
  const activity = toActivity(person, place, payload);
  return isAnonymous ? toAnonymous(activity) : activity;
}

const redacted = "redacted";

/** https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/link-unfurling#zero-install-for-link-unfurling */
function toAnonymous(activity: Activity): Activity {
  const { conversation, channelData } = activity as unknown as {
    readonly conversation: Readonly<Record<string, unknown>>;
    readonly channelData: Readonly<Record<string, unknown>>;
  };
  const { tenant, source } = channelData;
  return {
    ...activity,
    from: { id: redacted, name: redacted },
    conversation: { ...conversation, id: redacted, name: redacted },
    channelData: { tenant, source },
  };
}
