import { Refusal } from "../http.ts";
import type { Activity, Payload } from "./activity.ts";
import type { Channel } from "./channel.ts";
import type { Actor, Outcome } from "./deeds.ts";
import { findOfferedFile, type OfferedFile } from "./file-cards.ts";
import type { Files } from "./files.ts";
import type { FileAnswer, Message, World } from "./world.ts";

export interface FileOfferOptions {
  readonly world: World;
  readonly channel: Channel;
  readonly files: Files;
  readonly toActivity: (
    person: Actor["person"],
    place: Actor["place"],
    payload: Payload,
  ) => Activity;
}

/**
 * What somebody says to a file that the bot would put into their OneDrive. Resolves once the bot's turn has
 * ended; the message keeps the answer.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
 */
export async function answerFileOffer(
  { world, channel, files, toActivity }: FileOfferOptions,
  { person, message }: { readonly person: Actor["person"]; readonly message: Message },
  action: FileAnswer,
): Promise<Outcome> {
  const { place } = message;
  const file = message.isWithdrawn ? undefined : findOfferedFile(message.content);
  if (!file) throw new Refusal(404, "FileNotFound", "The message offers no file.");
  if (place.conversation.type !== "personal") {
    throw new Refusal(400, "NotSupported", "Files of bots are for personal chats.");
  }
  const uploadInfo = action === "accept" ? { uploadInfo: files.open(person, file.name) } : {};
  const value = { type: "fileUpload", action, context: toContext(file, action), ...uploadInfo };
  const reply = { replyToId: message.id };
  const payload: Payload = { type: "invoke", name: "fileConsent/invoke", value, ...reply };
  const activity = toActivity(person, place, payload);
  world.remember(activity.id);
  const invokeResponse = await channel.deliver(activity);
  // Read again: the bot may have updated or deleted the message during the turn.
  const current = world.find(message.id);
  const isDone = invokeResponse.status < 300 && current?.revision === message.revision;
  if (current && isDone) world.setFileAnswer(current, action);
  return { id: activity.id, invokeResponse };
}

function toContext({ acceptContext, declineContext }: OfferedFile, action: FileAnswer): unknown {
  return action === "accept" ? acceptContext : declineContext;
}
