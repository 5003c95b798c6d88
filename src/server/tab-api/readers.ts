import type { TabOutput } from "../../core/tab-api/index.ts";
import type {
  Channel,
  ChannelFacts,
  ChannelTab,
  PersonAnswer,
  Readers,
} from "../../ports/index.ts";
import { answer, refuse, type TabCall, type TabHandler } from "./call.ts";
import { checkTeam, readChannels } from "./home.ts";
import { toRefusal, type Unread } from "./obstacles.ts";

export const readTeam: TabHandler<"readTeam"> = async (call) => {
  const { tools, tokenOf, params } = call;
  const refusal = await checkTeam(call, params.team);
  if (refusal) return refusal;
  const token = tokenOf("home");
  const [facts, readers] = await Promise.all([
    tools.workplace.readTeam(token, params.team),
    tools.workplace.listTeamReaders(token, params.team),
  ]);
  if (facts.kind !== "read") return toRefusal(facts, token, call);
  if (readers.kind !== "read") return toRefusal(readers, token, call);
  const { visibility, isArchived, mayGuestsAddChannels, mayMembersAddApps } = facts.value;
  const counted = countReaders(readers.value);
  return answer({
    visibility,
    isArchived,
    mayGuestsAddChannels,
    mayMembersAddApps,
    readers: counted,
  });
};

export const readChannel: TabHandler<"readChannel"> = async (call) => {
  const { tools, tokenOf, params } = call;
  const channels = await readChannels(call, params.team);
  if (channels.kind === "refused") return channels;
  const channel = channels.channels.find(({ id }) => id === params.channel);
  if (!channel) return refuse("not_found");
  const token = tokenOf("home");
  const [readers, facts, tabs] = await Promise.all([
    listReaders(call, channel.membership),
    tools.workplace.readChannel(token, params.team, params.channel),
    tools.workplace.listTabs(token, params.team, params.channel),
  ]);
  if (readers.kind !== "read") return toRefusal(readers, token, call);
  const obstacle = [facts, tabs].find(isInTheWay);
  if (obstacle) return toRefusal(obstacle, token, call);
  return answer({
    readers: countReaders(readers.value),
    ...toFacts(facts),
    isPinned: findPin(tabs, tools.appIds.teamsAppId),
  });
};

/** A standard channel is read by whoever is in the team; any other has people of its own. */
function listReaders(call: TabCall<"readChannel">, membership: Channel["membership"]) {
  const { tools, tokenOf, params } = call;
  const token = tokenOf("home");
  return membership === "standard"
    ? tools.workplace.listTeamReaders(token, params.team)
    : tools.workplace.listChannelReaders(token, params.team, params.channel);
}

/** Something the person can do about. What Graph refuses or does not have leaves a gap instead. */
function isInTheWay(part: PersonAnswer<unknown>): part is Unread {
  return part.kind !== "read" && part.kind !== "forbidden" && part.kind !== "absent";
}

function toFacts(facts: PersonAnswer<ChannelFacts>): ChannelFacts {
  if (facts.kind !== "read") return { mayBotsPost: null, whoMayPost: null, isArchived: null };
  const { mayBotsPost, whoMayPost, isArchived } = facts.value;
  return { mayBotsPost, whoMayPost, isArchived };
}

function findPin(tabs: PersonAnswer<readonly ChannelTab[]>, teamsAppId: string | null) {
  if (tabs.kind !== "read" || teamsAppId === null) return null;
  return tabs.value.some(({ externalAppId }) => externalAppId?.toLowerCase() === teamsAppId);
}

/** Names of people that are given; guests are all named. */
const MOST_NAMES = 20;

function countReaders({ people, isCut }: Readers): TabOutput<"readTeam">["readers"] {
  const names = people.filter(({ isGuest }) => !isGuest).map(({ name }) => name);
  const guests = people.filter(({ isGuest }) => isGuest).map(({ name }) => name);
  return {
    total: people.length,
    owners: people.filter(({ isOwner }) => isOwner).length,
    isCut,
    names: names.slice(0, MOST_NAMES),
    guests,
  };
}
