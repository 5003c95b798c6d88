import { type Answer, type Call, Refusal } from "../http.ts";
import { bodyLimit, type ConnectorOptions, requirePlace } from "./connector-place.ts";
import type { Place } from "./conversations.ts";
import { readAs, requireSize, SentActivity, toContent } from "./sent-activity.ts";
import { isTargeted, refuseRecipient, requireAudience } from "./targeted.ts";
import type { Message, World } from "./world.ts";

/** A message for everybody in the conversation or for one person, or a sign that the bot is typing. */
export async function postActivity(options: ConnectorOptions, call: Call): Promise<Answer> {
  const place = requirePlace(options, call.params.id ?? "");
  const activity = await readActivity(call);
  const { activity: replyTo } = call.params;
  const repliesTo = replyTo === undefined ? undefined : requireKnown(options.world, replyTo);
  if (activity.type === "typing") {
    options.world.showTyping(place.conversation);
    return { status: 201, body: { id: options.world.nextId() } };
  }
  const threadId = place.threadId ?? repliesTo?.place.threadId;
  const target: Place = threadId === undefined ? place : { ...place, threadId };
  const audience = isTargeted(call) ? { audience: requireAudience(place, activity) } : {};
  const { id } = options.world.add({ place: target, content: toContent(activity), ...audience });
  return { status: 201, body: { id } };
}

function requireKnown(world: World, activityId: string): Message | undefined {
  if (world.knows(activityId)) return world.find(activityId);
  throw new Refusal(404, "ActivityNotFoundInConversation", "The activity to reply to is unknown.");
}

async function readActivity(call: Call): Promise<SentActivity> {
  const body = await call.json(bodyLimit);
  requireSize(body);
  return readAs(SentActivity, body);
}

/** Replaces a message of the bot in place. */
export async function updateActivity(options: ConnectorOptions, call: Call): Promise<Answer> {
  const message = requireOwnMessage(options, call);
  const activity = await readActivity(call);
  if (activity.type !== "message") throw new Refusal(400, "BadSyntax", "Only messages change.");
  if (message.audience) refuseRecipient(activity);
  options.world.update(message, toContent(activity));
  return { status: 200, body: { id: message.id } };
}

/** Takes a message of the bot away. */
export function deleteActivity(options: ConnectorOptions, call: Call): Answer {
  options.world.remove(requireOwnMessage(options, call));
  return { status: 200 };
}

function requireOwnMessage(options: ConnectorOptions, call: Call): Message {
  const { conversation } = requirePlace(options, call.params.id ?? "");
  const message = options.world.find(call.params.activity ?? "");
  const isHere = message?.place.conversation === conversation && !message.isWithdrawn;
  // Who sees a message cannot change, and each kind has its own address.
  if (!isHere || isTargeted(call) !== (message.audience !== undefined)) {
    throw new Refusal(404, "ActivityNotFoundInConversation", "The activity is unknown here.");
  }
  if (!message.author) return message;
  throw new Refusal(403, "Forbidden", "A bot changes and deletes its own messages only.");
}
