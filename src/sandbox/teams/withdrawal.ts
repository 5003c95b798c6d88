import type { Person } from "../directory/people.ts";
import { graphTeams } from "./teams.ts";
import type { Message } from "./world.ts";

/**
 * People delete what they wrote; owners of a team delete what stands in its channels.
 * https://learn.microsoft.com/microsoftteams/messaging-policies-in-teams ("Owners can delete sent messages")
 */
export function mayWithdraw(message: Message, person: Person): boolean {
  const { author, audience, place, isWithdrawn } = message;
  if (isWithdrawn || (audience && !author)) return false;
  const team = graphTeams.find(({ id }) => id === place.conversation.team?.groupId);
  return author === person || Boolean(team?.owners.includes(person));
}
