import { type Person, people } from "../directory/people.ts";
import { contosoFinance, contosoIt, type GraphTeam, type TeamChannel } from "./teams.ts";

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
  /** Whether the app is in its roster. Without it, people have the message extension only. */
  readonly hasBot: boolean;
  /** Channels only. */
  readonly team?: Team;
}

const employees = people.filter((person) => person.userRole === "user");
const reviewers = people.filter(
  ({ alias }) => alias !== "global-admin" && alias !== "cloud-app-admin",
);

/**
 * A personal chat for everybody, two group chats, and two teams. The bot is in all but one group chat with a
 * guest, a private channel, and the team of others.
 */
export const conversations: readonly Conversation[] = [
  ...people.map(toPersonalChat),
  toGroupChat("19:mail-rollout@thread.v2", "Mail rollout", employees, true),
  toGroupChat("19:vendor-review@thread.v2", "Vendor review", reviewers, false),
  ...toChannels(contosoIt, ({ membership }) => membership === "standard"),
  ...toChannels(contosoFinance, () => false),
];

function toGroupChat(
  id: string,
  name: string,
  members: readonly Person[],
  hasBot: boolean,
): Conversation {
  return { id, type: "groupChat", name, members, hasBot };
}

/** In Teams the id of a team is the id of its General channel. */
function toChannels(
  { id: groupId, name, channels }: GraphTeam,
  hasBot: (channel: TeamChannel) => boolean,
): readonly Conversation[] {
  const team: Team = { id: channels[0]?.id ?? "", name, groupId };
  return channels.map((channel) => {
    const { id, name: title, members } = channel;
    return { id, type: "channel", name: title, members, team, hasBot: hasBot(channel) };
  });
}

function toPersonalChat(person: Person): Conversation {
  return {
    id: `a:1sandbox-${person.alias}`,
    type: "personal",
    name: person.name,
    members: [person],
    hasBot: true,
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
