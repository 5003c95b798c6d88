import { type Person, people } from "../directory/people.ts";
import { type Answer, type Call, Refusal } from "../http.ts";
import { toAccount } from "./activity.ts";
import { bodyLimit, type ConnectorOptions, requirePlace } from "./connector-place.ts";
import { type Place, toWireId } from "./conversations.ts";
import { ConversationParameters, readAs, requireSize, toContent } from "./sent-activity.ts";
import { findPersonalChat } from "./world.ts";

/** What the connector says about a conversation. */
export function describeConversation(options: ConnectorOptions, call: Call): Answer {
  const place = requirePlace(options, call.params.id ?? "");
  const { conversation } = place;
  return ok({
    id: toWireId(place),
    name: conversation.name,
    conversationType: conversation.type,
    isGroup: conversation.type !== "personal",
    tenantId: options.bot.tenantId,
  });
}

/** Opens the personal chat with a member, or starts a post in a channel. Bots cannot make group chats. */
export async function createConversation(options: ConnectorOptions, call: Call): Promise<Answer> {
  const body = await call.json(bodyLimit);
  requireSize(body);
  const asked = readAs(ConversationParameters, body);
  const tenantId = asked.tenantId ?? asked.channelData?.tenant?.id;
  if (tenantId !== options.bot.tenantId) {
    throw new Refusal(403, "Forbidden", "The tenant id is missing or not that of the sandbox.");
  }
  const channelId = asked.channelData?.channel?.id;
  const place = channelId === undefined ? openChat(asked) : openChannel(options, channelId);
  const posted = asked.activity
    ? options.world.add({ place, content: toContent(asked.activity) })
    : undefined;
  const id = toWireId(posted?.place ?? place);
  const activityId = posted ? { activityId: posted.id } : {};
  return { status: 201, body: { id, ...activityId, serviceUrl: options.bot.serviceUrl } };
}

function openChat({ members = [] }: ConversationParameters): Place {
  const [member, ...others] = members;
  if (!member || others.length > 0) {
    throw new Refusal(400, "BadSyntax", "A bot opens a chat with exactly one member.");
  }
  const person = findByWireId(people, member.id);
  const conversation = person && findPersonalChat(person);
  if (conversation) return { conversation };
  throw new Refusal(403, "BotNotInConversationRoster", "The member does not use the app.");
}

function openChannel(options: ConnectorOptions, channelId: string): Place {
  const place = requirePlace(options, channelId);
  if (place.conversation.type === "channel") return { conversation: place.conversation };
  throw new Refusal(400, "BadArgument", "The channel id names no channel.");
}

/** All members at once; Teams still answers this older call. */
export function listMembers(options: ConnectorOptions, call: Call): Answer {
  const { members } = requirePlace(options, call.params.id ?? "").conversation;
  return ok(members.map((one) => toMember(options, one)));
}

const pageSizeDefault = 50;

/** Members in pages, as Teams wants them read. */
export function pageMembers(options: ConnectorOptions, call: Call): Answer {
  const { members } = requirePlace(options, call.params.id ?? "").conversation;
  const size = Number(call.url.searchParams.get("pageSize") ?? pageSizeDefault);
  const start = Number(call.url.searchParams.get("continuationToken") ?? 0);
  if (!(Number.isInteger(size) && size > 0 && Number.isInteger(start) && start >= 0)) {
    throw new Refusal(400, "BadArgument", "The page size or continuation token is no number.");
  }
  const page = members.slice(start, start + size).map((one) => toMember(options, one));
  const next = start + size;
  const continuationToken = next < members.length ? { continuationToken: String(next) } : {};
  return ok({ members: page, ...continuationToken });
}

/** One member, by the id of Teams or of Entra. */
export function findMember(options: ConnectorOptions, call: Call): Answer {
  const { members } = requirePlace(options, call.params.id ?? "").conversation;
  const person = findByWireId(members, call.params.member ?? "");
  if (person) return ok(toMember(options, person));
  throw new Refusal(404, "MemberNotFoundInConversation", "Member not found in conversation.");
}

function findByWireId(among: readonly Person[], id: string): Person | undefined {
  return among.find((person) => person.teamsId === id || person.id === id);
}

function toMember({ bot }: ConnectorOptions, person: Person) {
  const { userPrincipalName, userRole } = person;
  const [givenName, surname] = person.name.split(" ");
  const email = userPrincipalName;
  const { tenantId } = bot;
  const names = { givenName, surname, email, userPrincipalName };
  return { ...toAccount(person), objectId: person.id, ...names, tenantId, userRole };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}
