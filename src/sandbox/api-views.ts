import type { Person } from "./directory/people.ts";
import { type Conversation, toWireId } from "./teams/conversations.ts";
import { toMessageLink } from "./teams/link.ts";
import type { Message } from "./teams/world.ts";

/** What a message's view needs besides the message. */
export interface ViewOptions {
  readonly bot: { readonly id: string; readonly name: string };
  readonly tenantId: string;
}

export function toPersonView(person: Person) {
  const { id, alias, name, title, userPrincipalName, userRole, locale } = person;
  return { id, alias, name, title, userPrincipalName, userRole, locale };
}

export function toConversationView({ id, type, name, team, members, hasBot }: Conversation) {
  return {
    id,
    type,
    name,
    hasBot,
    ...(team ? { team: { id: team.id, name: team.name } } : {}),
    members: members.map((person) => ({ id: person.id, name: person.name })),
  };
}

export function toMessageView(message: Message, { bot, tenantId }: ViewOptions) {
  const { id, place, author, content, sentAt, isEdited, revision } = message;
  const { audience, isWithdrawn, fileAnswer } = message;
  return {
    id,
    conversationId: toWireId(place),
    ...(place.threadId === undefined ? {} : { threadId: place.threadId }),
    from: author ? { kind: "person", id: author.id, name: author.name } : { kind: "bot", ...bot },
    ...content,
    ...(audience && { isPrivate: true }),
    ...(isWithdrawn && { isWithdrawn }),
    ...(fileAnswer && { fileAnswer }),
    ...(audience || isWithdrawn ? {} : { link: toMessageLink(message, tenantId) }),
    sentAt: new Date(sentAt).toISOString(),
    isEdited,
    revision,
  };
}
