import { createHash } from "node:crypto";
import type { Activity, ConversationReference } from "botbuilder";
import { z } from "zod";
import type { Store } from "../ports/index.ts";
import { createPlaceRows as createRows, type PlaceRows as Rows } from "./place-rows.ts";

/** Where a conversation is reached, as the store keeps it. */
const Reference = z.strictObject({
  conversationId: z.string(),
  conversationType: z.string(),
  serviceUrl: z.string(),
  botId: z.string(),
  /** The team of a channel, as the Bot Connector names it: `19:…@thread.tacv2`. */
  teamId: z.string().optional(),
});
type Reference = z.infer<typeof Reference>;

/** The same id, in the row of a team in which the bot is installed, and where the team is reached. */
const InstalledTeam = z.strictObject({
  teamId: z.string(),
  /** Earlier versions kept the id alone. */
  serviceUrl: z.string().optional(),
  botId: z.string().optional(),
});

/** The conversations that the bot has been spoken to in, so that it can say something later. */
export interface References {
  /**
   * Keeps where an activity came from, and the team in which the bot is installed; forgets both where the
   * activity says that the bot was removed there. Writes only what the store does not say already.
   */
  remember(activity: Activity): Promise<void>;
  find(
    tenantId: string,
    conversationId: string,
  ): Promise<Partial<ConversationReference> | undefined>;
  /** A person's own chat with the bot. */
  findPersonal(
    tenantId: string,
    personId: string,
  ): Promise<Partial<ConversationReference> | undefined>;
  /**
   * A team in which the bot is installed, by the group behind it. Its channels are reached there too, also
   * those that nobody has spoken in.
   */
  findTeam(tenantId: string, groupId: string): Promise<Partial<ConversationReference> | undefined>;
  /** Keeps a channel of such a team that something was posted in, so that it can be changed there. */
  keepChannel(tenantId: string, groupId: string, channelId: string): Promise<void>;
  /** Ids of the groups behind the teams in which the bot is installed, as far as Teams has said so. */
  listTeams(tenantId: string): Promise<readonly string[]>;
  /** Forgets a person's own chat; the next message there is remembered again. */
  forgetPersonal(tenantId: string, personId: string): Promise<void>;
}

/**
 * Keeps references in the store: `conv|<hash of the conversation>`, `person|<hash of the person>` and
 * `team|<id of the group>`.
 */
export function createReferences(store: Store): References {
  const rows = createRows(store);
  const read = async (tenantId: string, rk: string) => {
    const kept = await readReference(store, tenantId, rk);
    return kept && toReference(tenantId, kept);
  };
  return {
    remember: async (activity) => {
      const place = toPlace(activity);
      if (place.tenantId === "") return;
      const isRemoved = isRemoval(activity);
      await (isRemoved ? forgetPlace(rows, place) : keepPlace(rows, place));
    },
    find: async (tenantId, conversationId) => {
      const found = await read(tenantId, conversationKey(conversationId));
      return found && withId(found, conversationId);
    },
    findPersonal: (tenantId, personId) => read(tenantId, personKey(personId)),
    findTeam: (tenantId, groupId) => findTeam(rows, tenantId, groupId),
    keepChannel: (tenantId, groupId, channelId) =>
      keepChannel(rows, { tenantId, groupId, channelId }),
    listTeams: async (tenantId) => {
      const teams: string[] = [];
      for await (const { rk } of rows.list(tenantId, TEAM)) teams.push(rk.slice(TEAM.length));
      return teams;
    },
    forgetPersonal: async (tenantId, personId) => {
      const chat = (await readReference(store, tenantId, personKey(personId)))?.conversationId;
      await rows.drop(tenantId, personKey(personId));
      if (chat) await rows.drop(tenantId, conversationKey(chat));
    },
  };
}

const CONVERSATION = "conv|";
const TEAM = "team|";
async function findTeam(rows: Rows, tenantId: string, groupId: string) {
  const team = await readTeam(rows, tenantId, groupId);
  return team && toReference(tenantId, team);
}

async function keepChannel(
  rows: Rows,
  { tenantId, groupId, channelId }: Readonly<Record<"tenantId" | "groupId" | "channelId", string>>,
): Promise<void> {
  const team = await readTeam(rows, tenantId, groupId);
  const rk = conversationKey(channelId);
  if (!team || (await rows.store.get(tenantId, rk))) return;
  const { conversationId: teamId } = team;
  await rows.put(tenantId, rk, { ...team, conversationId: toBaseId(channelId), teamId });
}

async function readTeam(
  rows: Rows,
  tenantId: string,
  groupId: string,
): Promise<Reference | undefined> {
  const row = await rows.store.get(tenantId, `${TEAM}${groupId}`);
  const kept = InstalledTeam.safeParse(row?.value).data;
  if (!kept) return undefined;
  const { teamId: conversationId, serviceUrl, botId } = kept;
  const address =
    serviceUrl && botId ? { serviceUrl, botId } : await findChannel(rows, tenantId, conversationId);
  return address && { conversationId, conversationType: "channel", ...address };
}

/** Any channel of the team that was heard of: all of a team are reached at one address. */
async function findChannel(rows: Rows, tenantId: string, teamId: string) {
  for await (const { value } of rows.list(tenantId, CONVERSATION)) {
    const known = Reference.safeParse(value).data;
    if (known?.teamId !== teamId) continue;
    return { serviceUrl: known.serviceUrl, botId: known.botId };
  }
  return undefined;
}

/** Where an activity comes from. */
interface Place {
  readonly tenantId: string;
  readonly personId: string | undefined;
  /** Id of the Microsoft 365 group of the team, where Teams names it. */
  readonly groupId: string | undefined;
  /** Something about one channel of a team, not about the team. */
  readonly isAboutChannel: boolean;
  readonly value: Reference;
}

/**
 * Installations and changes of a conversation name the group of their team, messages as a rule only the
 * team's id for the Bot Connector. Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/
 * conversations/subscribe-to-conversation-events, and microsoft/botbuilder-dotnet#3910
 */
const ChannelData = z.object({
  eventType: z.string().optional().catch(undefined),
  team: z
    .object({
      id: z.string().min(1).optional().catch(undefined),
      aadGroupId: z.guid().toLowerCase().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

function toPlace({ conversation, serviceUrl, recipient, from, channelData }: Activity): Place {
  const { team, eventType } = ChannelData.safeParse(channelData).data ?? {};
  return {
    tenantId: String(conversation.tenantId ?? channelData?.tenant?.id ?? "").toLowerCase(),
    personId: from?.aadObjectId?.toLowerCase(),
    groupId: team?.aadGroupId,
    isAboutChannel: eventType?.startsWith("channel") ?? false,
    value: {
      conversationId: toBaseId(conversation.id),
      conversationType: conversation.conversationType ?? "groupChat",
      serviceUrl,
      botId: recipient?.id ?? "",
      ...(team?.id && { teamId: team.id }),
    },
  };
}

/** Teams tells it twice, in any order: as an installation that ended, and as a member who is gone. */
function isRemoval({ type, action, membersRemoved, recipient }: Activity): boolean {
  if (type === "installationUpdate") return action === "remove";
  if (type !== "conversationUpdate") return false;
  return membersRemoved?.some(({ id }) => id === recipient?.id) ?? false;
}

async function keepPlace(rows: Rows, place: Place): Promise<void> {
  const { tenantId, personId, groupId, value } = place;
  const { teamId, serviceUrl, botId } = value;
  const isOwn = value.conversationType === "personal" && personId;
  const rk = conversationKey(value.conversationId);
  await Promise.all([
    withTeam(rows, place).then((reference) => rows.put(tenantId, rk, reference)),
    isOwn && rows.put(tenantId, personKey(personId), value),
    groupId && teamId && rows.put(tenantId, `${TEAM}${groupId}`, { teamId, serviceUrl, botId }),
  ]);
}

/** An activity that does not name the team of its channel takes nothing from what is known. */
async function withTeam({ store }: Rows, { tenantId, value }: Place): Promise<Reference> {
  if (value.conversationType !== "channel" || value.teamId) return value;
  const kept = await readReference(store, tenantId, conversationKey(value.conversationId));
  return kept?.teamId ? { ...value, teamId: kept.teamId } : value;
}

/** The bot is gone from a team with all its channels, from one channel, from a group or from a person's chat. */
async function forgetPlace(rows: Rows, place: Place): Promise<void> {
  const { tenantId, personId, isAboutChannel, value } = place;
  const own = personId && (await readReference(rows.store, tenantId, personKey(personId)));
  if (own && own.conversationId === value.conversationId)
    await rows.drop(tenantId, personKey(personId));
  await rows.drop(tenantId, conversationKey(value.conversationId));
  if (!isAboutChannel) await forgetTeam(rows, place);
}

async function forgetTeam(rows: Rows, { tenantId, groupId, value }: Place): Promise<void> {
  if (groupId) await rows.drop(tenantId, `${TEAM}${groupId}`);
  const { teamId } = value;
  if (!teamId) return;
  for await (const row of rows.list(tenantId, TEAM))
    if (InstalledTeam.safeParse(row.value).data?.teamId === teamId)
      await rows.drop(tenantId, row.rk);
  for await (const row of rows.list(tenantId, CONVERSATION))
    if (Reference.safeParse(row.value).data?.teamId === teamId) await rows.drop(tenantId, row.rk);
}

async function readReference(
  store: Store,
  tenantId: string,
  rk: string,
): Promise<Reference | undefined> {
  return Reference.safeParse((await store.get(tenantId, rk))?.value).data;
}

function toReference(tenantId: string, kept: Reference): Partial<ConversationReference> {
  const { conversationId: id, conversationType, serviceUrl, botId } = kept;
  return {
    channelId: "msteams",
    serviceUrl,
    bot: { id: botId, name: "" },
    conversation: {
      id,
      conversationType,
      tenantId,
      isGroup: conversationType !== "personal",
      name: "",
    },
  };
}

/** A channel is reached at one address, whatever the thread: `19:…;messageid=…`. */
export function toBaseId(conversationId: string): string {
  return conversationId.split(";", 1)[0] ?? "";
}

function withId(reference: Partial<ConversationReference>, id: string) {
  const { conversation } = reference;
  return { ...reference, ...(conversation && { conversation: { ...conversation, id } }) };
}

/** Ids of Teams hold characters that keys may not. */
function conversationKey(conversationId: string): string {
  return `${CONVERSATION}${toHash(toBaseId(conversationId))}`;
}

function personKey(personId: string): string {
  return `person|${toHash(personId)}`;
}

function toHash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
