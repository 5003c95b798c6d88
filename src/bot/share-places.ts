import type { ShareAudience, ShareFormRequest, SharePlace } from "../core/view/index.ts";
import type { SharePoint } from "../flows/index.ts";
import type { AudiencePlace, Channel, ScopedToken, Team } from "../ports/index.ts";
import type { Tools } from "./route.ts";
import { personOf, type Turn } from "./turn.ts";

/** Places of a form, as far as they could be read. */
export type FoundPlaces = Pick<
  ShareFormRequest,
  "places" | "further" | "closed" | "without" | "hasTeams" | "unread" | "isListed"
>;

/** Channels with their readers in sight, and teams whose channels are read. */
const INLINE = 5;
const TEAMS = 8;
/** Channels that a list holds at most. */
const FURTHER = 60;

type ChannelPlace = Extract<SharePlace, { kind: "channel" }>;

/**
 * Where somebody can share, most likely first: the one they want to look at, those that their words name, where
 * they shared last, then by name.
 * @param other team and channel with a blank between
 */
export async function listSharePlaces(
  turn: Turn,
  tools: Tools,
  other: string | undefined,
): Promise<FoundPlaces> {
  const { tenantId } = turn;
  const token = tools.entered?.token as ScopedToken;
  const person = { tenantId, personId: personOf(turn) };
  const [mine, installed, recent, here] = await Promise.all([
    tools.workplace.listTeams(token),
    tools.references.listTeams(tenantId),
    tools.shares.listPlaces(person),
    drawHere(turn, tools),
  ]);
  if (mine.kind !== "read")
    return {
      places: [here],
      further: [],
      closed: [],
      without: 0,
      hasTeams: false,
      unread: 0,
      isListed: false,
    };
  const ids = new Set(installed.map((id) => id.toLowerCase()));
  const teams = mine.value.filter(({ id }) => ids.has(id.toLowerCase()));
  const likely: Likely = { text: fold(turn.text), recent, other };
  const read = byRank(teams, (team) => rankTeam(likely, team)).slice(0, TEAMS);
  const lists = await Promise.all(read.map((team) => listChannels(tools, token, team)));
  // A new post in the channel in which somebody asks stands there once.
  const isNamed = ({ channel }: ChannelPlace) => here.kind === "chat" && here.chat === channel;
  const open = byRank(
    lists.flatMap((list) => list.open).filter((place) => !isNamed(place)),
    (place) => rankChannel(likely, place),
  );
  const inline = await Promise.all(
    open.slice(0, INLINE).map((place) => withReaders(tools, tenantId, place)),
  );
  return {
    places: turn.place === "personal" ? [...inline, here] : [here, ...inline],
    further: open.slice(INLINE, INLINE + FURTHER),
    closed: lists.flatMap((list) => list.closed),
    without: mine.value.length - teams.length,
    hasTeams: teams.length > 0,
    unread: teams.length - read.length,
    isListed: true,
  };
}

/** The conversation in which somebody asks. */
async function drawHere(turn: Turn, tools: Tools): Promise<SharePlace> {
  const { tenantId, isTargeted } = turn;
  // The thread of a private question may begin with it: what stood under it would be seen by nobody else.
  if (isTargeted && turn.place === "channel") return drawNewPost(turn, tools);
  const { conversationId } = turn;
  const place = turn.place === "tab" ? "personal" : turn.place;
  const audience =
    place === "personal"
      ? null
      : await readAudience(tools, { kind: "chat", tenantId, conversationId });
  return { kind: "chat", chat: conversationId, place, audience };
}

async function drawNewPost({ tenantId, conversationId }: Turn, tools: Tools): Promise<SharePlace> {
  const [chat = ""] = conversationId.split(";", 1);
  const audience = await readAudience(tools, { kind: "chat", tenantId, conversationId: chat });
  return { kind: "chat", chat, place: "newPost", audience };
}

async function withReaders(
  tools: Tools,
  tenantId: string,
  place: ChannelPlace,
): Promise<ChannelPlace> {
  const audience = await readAudience(tools, { kind: "team", tenantId, teamId: place.team });
  return { ...place, audience };
}

async function readAudience(
  { audiences }: Tools,
  place: AudiencePlace,
): Promise<ShareAudience | null> {
  const answer = await audiences.list(place);
  if (answer.kind !== "read") return null;
  const { people, isCut } = answer.value;
  const guests = people.filter(({ isGuest }) => isGuest).map(({ name }) => name);
  return { total: people.length, isCut, guests };
}

interface Listed {
  readonly open: readonly ChannelPlace[];
  readonly closed: readonly string[];
}

/** Channels of a team: what everybody in it reads, and what Consentry is not in. */
async function listChannels(tools: Tools, token: ScopedToken, team: Team): Promise<Listed> {
  const answer = await tools.workplace.listChannels(token, team.id);
  const channels = answer.kind === "read" ? answer.value : [];
  const isOpen = ({ membership }: Channel) => membership === "standard";
  return {
    open: channels.filter(isOpen).map(({ id, name }) => ({
      kind: "channel",
      team: team.id.toLowerCase(),
      teamName: team.name,
      channel: id,
      channelName: name,
      audience: null,
    })),
    closed: channels.filter((one) => !isOpen(one)).map(({ name }) => name),
  };
}

/** What tells how likely a place is meant. */
interface Likely {
  /** What was typed, folded. */
  readonly text: string;
  readonly recent: readonly SharePoint[];
  readonly other: string | undefined;
}

/** Smaller comes first; places of one rank stand by name. */
function byRank<Place>(
  places: readonly Place[],
  rank: (place: Place) => readonly [number, string],
): Place[] {
  return places
    .map((place) => ({ place, rank: rank(place) }))
    .sort(({ rank: [a, one] }, { rank: [b, other] }) => a - b || one.localeCompare(other))
    .map(({ place }) => place);
}

const LAST = 1_000_000;

function rankTeam({ text, recent, other }: Likely, { id, name }: Team): readonly [number, string] {
  if (other?.toLowerCase().startsWith(`${id.toLowerCase()} `)) return [-2, name];
  if (isNamed(text, name)) return [-1, name];
  const last = recent.findIndex((one) => one.kind === "channel" && one.teamId === id.toLowerCase());
  return [last === -1 ? LAST : last, name];
}

function rankChannel(
  { text, recent, other }: Likely,
  { team, teamName, channel, channelName }: ChannelPlace,
): readonly [number, string] {
  const name = `${teamName} ${channelName}`;
  if (other === `${team} ${channel}`) return [-4, name];
  const named = [isNamed(text, channelName), isNamed(text, teamName)];
  if (named[0]) return [named[1] ? -3 : -2, name];
  const last = recent.findIndex((one) => one.kind === "channel" && one.channelId === channel);
  if (named[1]) return [-1, name];
  return [last === -1 ? LAST : last, name];
}

/** Whole words only: a channel "IT" is not named by "with". */
function isNamed(text: string, name: string): boolean {
  const folded = fold(name);
  return folded.trim() !== "" && text.includes(folded);
}

function fold(text: string): string {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return ` ${words.filter((word) => word !== "").join(" ")} `;
}
