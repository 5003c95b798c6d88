import type { Log } from "../../ports/index.ts";
import { Refusal } from "../http.ts";
import type { Keys } from "../keys.ts";
import type { Bot } from "./activity.ts";
import { findPlace, type Place } from "./conversations.ts";
import type { World } from "./world.ts";

export interface ConnectorOptions {
  readonly bot: Bot;
  readonly appId: string;
  /** Audience that the bot's tokens must have, and issuer of the channel's. */
  readonly issuer: string;
  /** Signs what the channel sends to the bot. */
  readonly channelKeys: Keys;
  /** Signed the bot's tokens. */
  readonly entraKeys: Keys;
  readonly world: World;
  readonly log: Log;
}

/** Room to tell an oversize activity (413 with the Connector's code) from an endless body. */
export const bodyLimit = 4 * 1024 * 1024;

/** The place of that wire id. @throws Refusal 404, or 403 where the bot is not installed */
export function requirePlace({ world }: ConnectorOptions, wireId: string): Place {
  const place = findPlace(wireId);
  if (!place) throw new Refusal(404, "ConversationNotFound", "Conversation not found.");
  if (!world.isInstalled(place.conversation)) {
    const message = "The bot is not part of the conversation roster.";
    throw new Refusal(403, "BotNotInConversationRoster", message);
  }
  const root = place.threadId === undefined ? undefined : world.find(place.threadId);
  if (place.threadId === undefined || root?.place.conversation === place.conversation) return place;
  throw new Refusal(404, "ConversationNotFound", "The channel has no such thread.");
}
