import { type Person, people } from "../directory/people.ts";
import { contosoIt } from "./teams.ts";

/** Names as Teams writes them in `conversation.conversationType`. */
export type ConversationType = "personal" | "groupChat" | "channel";

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly groupId: string;
}

export interface Conversation {
  readonly id: string;
  readonly type: ConversationType;
  readonly name: string;
  readonly members: readonly Person[];
  /** Channels only. */
  readonly team?: Team;
}

/** The channels that the bot is in: a private one is not among them. */
const channels = contosoIt.channels.filter(({ membership }) => membership === "standard");

/** In Teams the id of a team is the id of its General channel. */
const team: Team = {
  id: channels[0]?.id ?? "",
  name: contosoIt.name,
  groupId: contosoIt.id,
};

const employees = people.filter((person) => person.userRole === "user");

/** A personal chat for everybody, a group chat without the guest, a team with two channels for all. */
export const conversations: readonly Conversation[] = [
  ...people.map(toPersonalChat),
  { id: "19:mail-rollout@thread.v2", type: "groupChat", name: "Mail rollout", members: employees },
  ...channels.map(({ id, name, members }): Conversation => {
    return { id, type: "channel", name, members, team };
  }),
];

function toPersonalChat(person: Person): Conversation {
  return {
    id: `a:1sandbox-${person.alias}`,
    type: "personal",
    name: person.name,
    members: [person],
  };
}

/** Where a message goes: a conversation and, in a channel, the post it replies to. */
export interface Place {
  readonly conversation: Conversation;
  readonly threadId?: string;
}

/**
 * The place that a wire id names. Teams writes a thread of a channel as `<channel>;messageid=<root>`.
 * @returns undefined for an id that is none of the sandbox's.
 */
export function findPlace(wireId: string): Place | undefined {
  const [, id, threadId] = /^(.*?)(?:;messageid=(\d+))?$/.exec(wireId) ?? [];
  const conversation = conversations.find((one) => one.id === id);
  if (!conversation) return undefined;
  if (threadId === undefined) return { conversation };
  return conversation.type === "channel" ? { conversation, threadId } : undefined;
}

/** The wire id of a place; the reverse of {@link findPlace}. */
export function toWireId({ conversation, threadId }: Place): string {
  return threadId === undefined ? conversation.id : `${conversation.id};messageid=${threadId}`;
}

export function isMember(conversation: Conversation, person: Person): boolean {
  return conversation.members.includes(person);
}
