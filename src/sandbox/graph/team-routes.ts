import type { Route } from "../http.ts";
import { type GraphTeam, graphTeams, type TeamChannel } from "../teams/teams.ts";
import type { Caller } from "./caller.ts";
import type { QueryShape } from "./query.ts";
import {
  isSeen,
  readChannelMembers,
  readChannels,
  readJoinedTeams,
  readTabs,
  readTeam,
  readTeamMembers,
  requireChannel,
  requireMe,
  requireScope,
  requireTeam,
} from "./team-access.ts";
import {
  toBetaChannelView,
  toChannelView,
  toJoinedTeamView,
  toMemberView,
  toTabView,
  toTeamView,
} from "./team-entities.ts";
import { type GraphOptions, list, show, toRoute, type Visit } from "./visit.ts";

/** Teams and what is in them. https://learn.microsoft.com/graph/teams-concept-overview */
export function teamRoutes(options: GraphOptions): readonly Route[] {
  const get = (path: string, answer: (visit: Visit) => object) =>
    toRoute(options, "GET", path, answer);
  return [
    get("me/joinedTeams", listJoined),
    get("teams/:id", showTeam),
    get("teams/:id/channels", listChannels),
    get("teams/:id/channels/:channel", showChannel),
    get("teams/:id/channels/:channel/members", listChannelMembers),
    get("teams/:id/channels/:channel/allMembers", listChannelMembers),
    get("teams/:id/channels/:channel/tabs", listTabs),
    get("teams/:id/members", listMembers),
    get("/beta/teams/:id/channels/:channel", showBetaChannel),
  ];
}

/** No query options. https://learn.microsoft.com/graph/api/user-list-joinedteams */
function listJoined(visit: Visit): object {
  const person = requireMe(visit);
  requireScope(visit.caller, readJoinedTeams);
  const rows = graphTeams.filter(({ members }) => members.includes(person));
  const shape: QueryShape = { ...collection("microsoft.graph.team", []), takes: [] };
  return list(visit, { rows, shape, context: "teams", toView: toJoinedTeamView, isSized: true });
}

/** https://learn.microsoft.com/graph/api/team-get */
function showTeam(visit: Visit): object {
  const team = requireTeam(visit, readTeam);
  const view = toTeamView(team, holdsMore(visit.caller, "Team.ReadBasic.All", readTeam.delegated));
  return show(visit, "microsoft.graph.team", { context: "teams", view });
}

/** https://learn.microsoft.com/graph/api/channel-list */
function listChannels(visit: Visit): object {
  const team = requireTeam(visit, readChannels);
  const rows = team.channels.filter((channel) => isSeen(visit.caller, channel));
  const properties = rows[0] ? Object.keys(toChannelView(rows[0])) : [];
  const shape = collection("microsoft.graph.channel", properties);
  const context = `${toTeamContext(team)}/channels`;
  return list(visit, { rows, shape, context, toView: toChannelView, isSized: true });
}

/** https://learn.microsoft.com/graph/api/channel-get */
function showChannel(visit: Visit): object {
  const { team, channel } = requireChannel(visit, readChannels);
  const context = `${toTeamContext(team)}/channels`;
  return show(visit, "microsoft.graph.channel", { context, view: toChannelView(channel) });
}

/** https://learn.microsoft.com/graph/api/channel-get?view=graph-rest-beta */
function showBetaChannel(visit: Visit): object {
  const { team, channel } = requireChannel(visit, readChannels);
  const maySee = holdsMore(visit.caller, "Channel.ReadBasic.All", readChannels.delegated);
  const context = `${toTeamContext(team)}/channels`;
  const view = toBetaChannelView(channel, maySee);
  return show(visit, "microsoft.graph.channel", { context, view });
}

/**
 * No channel here is shared, so members are all members.
 * https://learn.microsoft.com/graph/api/channel-list-members and /channel-list-allmembers
 */
function listChannelMembers(visit: Visit): object {
  const { team, channel } = requireChannel(visit, readChannelMembers);
  return listPeople(visit, channel, toChannelContext(team, channel));
}

/** https://learn.microsoft.com/graph/api/team-list-members */
function listMembers(visit: Visit): object {
  const team = requireTeam(visit, readTeamMembers);
  return listPeople(visit, team, toTeamContext(team));
}

function listPeople(
  visit: Visit,
  group: Pick<GraphTeam, "id" | "members" | "owners">,
  place: string,
): object {
  const { tenant } = visit.options;
  const rows = group.members.map((person) => toMemberView(person, group, tenant.id));
  const properties = rows[0] ? Object.keys(rows[0]).filter((name) => !name.startsWith("@")) : [];
  const made = collection("microsoft.graph.conversationMember", properties);
  const shape: QueryShape = { ...made, takes: ["$select", "$filter", "$top"] };
  const context = `${place}/members`;
  return list(visit, { rows, shape, context, toView: (row) => row, isSized: true });
}

/** https://learn.microsoft.com/graph/api/channel-list-tabs */
function listTabs(visit: Visit): object {
  const { team, channel } = requireChannel(visit, readTabs);
  const { teamsAppId } = visit.options;
  const rows = channel.tabs.filter(({ app }) => app !== "consentry" || teamsAppId !== undefined);
  const shape: QueryShape = {
    ...collection("microsoft.graph.teamsTab", ["id", "displayName", "webUrl", "configuration"]),
    takes: ["$select", "$filter", "$expand"],
    expandable: ["teamsApp"],
  };
  const context = `${toChannelContext(team, channel)}/tabs`;
  const toView = (tab: (typeof rows)[number], expand: readonly string[]) =>
    toTabView(tab, expand, teamsAppId);
  return list(visit, { rows, shape, context, toView, isSized: true });
}

function collection(type: string, properties: readonly string[]): QueryShape {
  return { type, properties, isList: true, takes: ["$select", "$filter"] };
}

/** Whether somebody holds one of the permissions besides the basic one. */
function holdsMore({ permissions }: Caller, basic: string, all: readonly string[]): boolean {
  return all.some((permission) => permission !== basic && permissions.has(permission));
}

function toTeamContext({ id }: GraphTeam): string {
  return `teams('${id}')`;
}

function toChannelContext(team: GraphTeam, { id }: TeamChannel): string {
  return `${toTeamContext(team)}/channels('${encodeURIComponent(id)}')`;
}
