import {
  ChannelRow,
  ChannelSettingsRow,
  LabelRow,
  MemberRow,
  PersonRow,
  TabRow,
  TeamRow,
  TeamSettingsRow,
} from "./people-rows.ts";
import type { ListAnswer, ObjectAnswer, Session } from "./session.ts";

// Each function makes one call of the registry, and no other function makes it.
// Source: learn.microsoft.com/graph/api/ followed by user-list-joinedteams, channel-list, team-get,
// team-list-members, channel-list-members, channel-get, channel-list-tabs,
// security-informationprotection-list-sensitivitylabels, user-list.

/** A channel of a team. */
export interface ChannelPlace {
  readonly teamId: string;
  readonly channelId: string;
}

/** The call knows no query parameters and gives id, name and description anyway. */
export function listMyTeams(session: Session): Promise<ListAnswer<TeamRow>> {
  return session.list({ call: "my-teams.list", row: TeamRow });
}

/** Without the header a shared channel comes as `unknownFutureValue`. */
export function listChannels(session: Session, teamId: string): Promise<ListAnswer<ChannelRow>> {
  return session.list({
    call: "channels.list",
    params: { "team-id": teamId },
    query: { $select: "id,displayName,membershipType" },
    headers: { prefer: "include-unknown-enum-members" },
    row: ChannelRow,
  });
}

export function readTeamSettings(
  session: Session,
  teamId: string,
): Promise<ObjectAnswer<TeamSettingsRow>> {
  return session.read({
    call: "team.read",
    params: { "team-id": teamId },
    query: { $select: "id,visibility,isArchived,guestSettings,memberSettings" },
    value: TeamSettingsRow,
  });
}

/** Without `$select`: the tenant of a member is a field of a derived type. A page holds 999 at most. */
export function listTeamMembers(session: Session, teamId: string): Promise<ListAnswer<MemberRow>> {
  return session.list({
    call: "team-members.list",
    params: { "team-id": teamId },
    query: { $top: "999" },
    row: MemberRow,
  });
}

/** As {@link listTeamMembers}. */
export function listChannelMembers(
  session: Session,
  place: ChannelPlace,
): Promise<ListAnswer<MemberRow>> {
  const params = toParams(place);
  return session.list({ call: "channel-members.list", params, query: {}, row: MemberRow });
}

export function readChannelSettings(
  session: Session,
  place: ChannelPlace,
): Promise<ObjectAnswer<ChannelSettingsRow>> {
  const query = { $select: "id,isArchived,moderationSettings" };
  const params = toParams(place);
  return session.read({ call: "channel.read", params, query, value: ChannelSettingsRow });
}

export function listTabs(session: Session, place: ChannelPlace): Promise<ListAnswer<TabRow>> {
  const query = { $expand: "teamsApp" };
  return session.list({ call: "tabs.list", params: toParams(place), query, row: TabRow });
}

function toParams({ teamId, channelId }: ChannelPlace) {
  return { "team-id": teamId, "channel-id": channelId };
}

/** Those that the person may use. */
export function listLabels(session: Session): Promise<ListAnswer<LabelRow>> {
  return session.list({ call: "labels.list", row: LabelRow });
}

/**
 * People whose name has words that begin like these, in any order.
 * @param words no quotes, backslashes, colons or ampersands, which mean something in a search
 * Source: learn.microsoft.com/graph/search-query-parameter, on directory objects
 */
export function searchPeople(
  session: Session,
  words: string,
  enough: number,
): Promise<ListAnswer<PersonRow>> {
  const $search = `"displayName:${words}"`;
  const $select = "id,displayName,mail,userPrincipalName";
  return session.list({
    call: "people.find",
    query: { $search, $select, $top: String(enough) },
    headers: { consistencylevel: "eventual" },
    row: PersonRow,
    enough,
  });
}
