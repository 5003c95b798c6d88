import { findPerson, type Person } from "./directory/people.ts";
import { type Call, Refusal } from "./http.ts";
import { type Conversation, findPlace, isMember } from "./teams/conversations.ts";
import type { Message, World } from "./teams/world.ts";

/** The place that a path names. @throws Refusal 404 */
export function requirePlace({ params }: Call) {
  const place = findPlace(params.id ?? "");
  if (place) return place;
  throw new Refusal(404, "ConversationNotFound", "There is no such conversation.");
}

/** @throws Refusal 400 */
export function requirePerson(idOrAlias: string): Person {
  const person = findPerson(idOrAlias);
  if (person) return person;
  throw new Refusal(400, "UnknownPerson", "`as` is no id or alias of /sandbox/api/people.");
}

/** @throws Refusal 400, or 403 for somebody who is not there */
export function requireMember(conversation: Conversation, idOrAlias: string): Person {
  const person = requirePerson(idOrAlias);
  if (isMember(conversation, person)) return person;
  throw new Refusal(403, "NotAMember", `${person.name} is not a member of the conversation.`);
}

/** A message that somebody sees. @throws Refusal 400, 403 or 404 */
export function requireSeen(world: World, id: string, idOrAlias: string) {
  const message = world.find(id);
  const isGone = !message || message.isWithdrawn;
  if (isGone) throw new Refusal(404, "MessageNotFound", "There is no such message.");
  const person = requireMember(message.place.conversation, idOrAlias);
  if (isSeenBy(message, person)) return { message, person };
  throw new Refusal(404, "MessageNotFound", "There is no such message.");
}

function isSeenBy({ audience }: Message, person: Person): boolean {
  return !audience || audience === person;
}
