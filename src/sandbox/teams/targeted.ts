import type { Person } from "../directory/people.ts";
import { type Call, Refusal } from "../http.ts";
import type { Place } from "./conversations.ts";
import type { SentActivity } from "./sent-activity.ts";

/**
 * Messages for one person of a channel or group chat.
 * https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
 */
export function isTargeted({ url }: Call): boolean {
  return url.searchParams.get("isTargetedActivity") === "true";
}

/** Who is to see it. @throws Refusal 400 for nobody, or somebody who is not there */
export function requireAudience({ conversation }: Place, { recipient }: SentActivity): Person {
  if (conversation.type === "personal") {
    throw new Refusal(400, "BadArgument", "A personal chat is private already.");
  }
  if (!recipient?.id || recipient.isTargeted !== true) {
    throw new Refusal(400, "BadArgument", "A targeted message needs a targeted recipient.");
  }
  const { id } = recipient;
  const found = conversation.members.find((one) => one.teamsId === id || one.id === id);
  if (found) return found;
  throw new Refusal(400, "BadArgument", "The recipient is not a member of the conversation.");
}

/** Who sees a message is settled when it is sent. @throws Refusal 400 */
export function refuseRecipient({ recipient }: SentActivity): void {
  if (recipient?.isTargeted === undefined) return;
  throw new Refusal(400, "BadArgument", "An update of a targeted message names no recipient.");
}
