import { findPerson, type Person } from "../directory/people.ts";
import { type GraphTeam, graphTeams, type TeamChannel } from "../teams/teams.ts";
import type { Access } from "./access.ts";
import type { Caller } from "./caller.ts";
import { isGuid } from "./filter.ts";
import { GraphRefusal } from "./refusal.ts";
import type { Visit } from "./visit.ts";

/** Permissions of a call below a team, and whether administrators reach teams that they are not in. */
export interface TeamAccess extends Access {
  readonly isOpenToAdmins: boolean;
}

const older = ["Group.Read.All", "Group.ReadWrite.All"];
const directory = ["Directory.Read.All", "Directory.ReadWrite.All"];

/** Table "Permissions" of user-list-joinedteams. */
export const readJoinedTeams: Access = both([
  "Team.ReadBasic.All",
  "TeamSettings.Read.All",
  "TeamSettings.ReadWrite.All",
  "User.Read.All",
  "User.ReadWrite.All",
  ...directory,
]);

/** Table "Permissions" of team-get. */
export const readTeam = forAdminsToo([
  "Team.ReadBasic.All",
  "TeamSettings.Read.All",
  "TeamSettings.ReadWrite.All",
  ...older,
  ...directory,
]);

/** Tables "Permissions" of channel-list and channel-get. */
export const readChannels = forAdminsToo([
  "Channel.ReadBasic.All",
  "ChannelSettings.Read.All",
  "ChannelSettings.ReadWrite.All",
  ...older,
  ...directory,
]);

/** Table "Permissions" of channel-list-tabs. */
export const readTabs = forAdminsToo([
  "TeamsTab.Read.All",
  "TeamsTab.ReadWrite.All",
  "TeamsTab.ReadWriteForTeam",
  "TeamsTab.ReadWriteSelfForTeam",
  ...older,
  ...directory,
]);

/** Table "Permissions" of team-list-members. */
export const readTeamMembers = forMembers(["TeamMember.Read.All", "TeamMember.ReadWrite.All"]);

/** Table "Permissions" of channel-list-members. */
export const readChannelMembers = forMembers([
  "ChannelMember.Read.All",
  "ChannelMember.ReadWrite.All",
]);

function both(permissions: readonly string[]): Access {
  return { delegated: permissions, application: permissions };
}

function forAdminsToo(permissions: readonly string[]): TeamAccess {
  return { ...both(permissions), isOpenToAdmins: true };
}

function forMembers(permissions: readonly string[]): TeamAccess {
  return { ...both(permissions), isOpenToAdmins: false };
}

/**
 * Teams words a missing permission in its own way.
 * @throws GraphRefusal 403
 */
export function requireScope(caller: Caller, access: Access): void {
  const enough = access[caller.type];
  if (enough.some((permission) => caller.permissions.has(permission))) return;
  throw forbidden(
    `Missing scope permissions on the request. API requires one of '${enough.join(", ")}'. Scopes on the request '${[...caller.permissions].join(", ")}'`,
  );
}

/**
 * The team that a path names, if the caller may see it.
 * @throws GraphRefusal 400 for an id that is none, 403 without permission or membership, 404
 */
export function requireTeam({ call, caller }: Visit, access: TeamAccess): GraphTeam {
  const id = call.params.id ?? "";
  if (!isGuid(id)) throw new GraphRefusal(400, "BadRequest", "teamId needs to be a valid GUID.");
  requireScope(caller, access);
  const team = graphTeams.find((one) => one.id === id.toLowerCase());
  if (!team) throw new GraphRefusal(404, "NotFound", `No team found with Group Id ${id}`);
  if (isIn(caller, team.members) || (access.isOpenToAdmins && isAdmin(caller))) return team;
  throw notMember();
}

/**
 * The channel that a path names. Private channels are there for their own members only.
 * @throws GraphRefusal as for the team
 */
export function requireChannel(visit: Visit, access: TeamAccess) {
  const team = requireTeam(visit, access);
  const id = visit.call.params.channel ?? "";
  const channel = team.channels.find((one) => one.id === id);
  if (!channel) throw new GraphRefusal(404, "NotFound", `No channel found with id ${id}`);
  if (isSeen(visit.caller, channel)) return { team, channel };
  throw notMember();
}

export function isSeen(caller: Caller, { membership, members }: TeamChannel): boolean {
  return membership === "standard" || isIn(caller, members);
}

/** An app sees every team that its permissions are for. */
function isIn(caller: Caller, members: readonly Person[]): boolean {
  return caller.type === "application" || members.some(({ id }) => id === caller.id);
}

/** "Global admins and Microsoft Teams service admins can access teams that they are not a member of." */
const admins = ["62e90394-69f5-4237-9190-012177145e10", "69091246-20e8-4a56-aa4d-066075b2a7a8"];

function isAdmin({ directoryRoles }: Caller): boolean {
  return directoryRoles.some((role) => admins.includes(role));
}

/** The signed-in person. @throws GraphRefusal 400 for an app */
export function requireMe({ caller }: Visit): Person {
  const person = caller.type === "delegated" ? findPerson(caller.id) : undefined;
  if (person) return person;
  const message = "/me request is only valid with delegated authentication flow.";
  throw new GraphRefusal(400, "BadRequest", message);
}

/** https://github.com/microsoftgraph/microsoft-graph-docs/issues/10315 */
function notMember(): GraphRefusal {
  return forbidden("Failed to execute Skype backend request GetThreadS2SRequest.");
}

function forbidden(message: string): GraphRefusal {
  return new GraphRefusal(403, "Forbidden", message);
}
