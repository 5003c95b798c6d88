import type {
  Channel,
  ChannelFacts,
  ChannelTab,
  FoundPerson,
  Reader,
  SensitivityLabel,
  Team,
  TeamFacts,
} from "../ports/index.ts";
import type * as rows from "./people-rows.ts";

export function toTeam({ id, displayName, description }: rows.TeamRow): Team {
  return { id, name: displayName || id, description: description || null };
}

const MEMBERSHIPS = ["standard", "private", "shared"] as const;

export function toChannel({ id, displayName, membershipType }: rows.ChannelRow): Channel {
  const membership = MEMBERSHIPS.find((one) => one === membershipType) ?? "unknown";
  return { id, name: displayName || id, membership };
}

const VISIBILITIES: ReadonlyMap<string, TeamFacts["visibility"]> = new Map([
  ["private", "private"],
  ["public", "public"],
  ["hiddenMembership", "hidden"],
]);

export function toTeamFacts(row: rows.TeamSettingsRow): TeamFacts {
  return {
    visibility: VISIBILITIES.get(row.visibility ?? "") ?? "unknown",
    isArchived: row.isArchived ?? false,
    mayGuestsAddChannels: row.guestSettings?.allowCreateUpdateChannels ?? null,
    mayMembersAddApps: row.memberSettings?.allowAddRemoveApps ?? null,
  };
}

/**
 * Graph calls people of other organizations in a shared channel owners, though they are guests there.
 * Source: learn.microsoft.com/graph/api/resources/conversationmember, on `roles`
 */
export function toReader(row: rows.MemberRow, tenantId: string): Reader {
  const isForeign = (row.tenantId ?? tenantId) !== tenantId;
  const has = (role: string) => row.roles?.includes(role) ?? false;
  return {
    name: row.displayName || row.id,
    isOwner: has("owner") && !isForeign,
    isGuest: has("guest") || isForeign,
  };
}

const POSTERS = ["everyone", "everyoneExceptGuests", "moderators"] as const;

export function toChannelFacts(row: rows.ChannelSettingsRow): ChannelFacts {
  const { isArchived, moderationSettings } = row;
  const restriction = moderationSettings?.userNewMessageRestriction;
  return {
    mayBotsPost: moderationSettings?.allowNewMessageFromBots ?? null,
    whoMayPost: POSTERS.find((one) => one === restriction) ?? null,
    isArchived: isArchived ?? null,
  };
}

/**
 * An app of the store has the id of its manifest, an app of an organization has it beside its own.
 * Source: learn.microsoft.com/graph/api/resources/teamsapp
 */
export function toTab({ displayName, teamsApp }: rows.TabRow): ChannelTab {
  const inStore = teamsApp?.distributionMethod === "store" ? teamsApp.id : null;
  return { name: displayName ?? "", externalAppId: teamsApp?.externalId || inStore || null };
}

export function toPerson({
  id,
  displayName,
  mail,
  userPrincipalName,
}: rows.PersonRow): FoundPerson {
  return { id, name: displayName || id, mail: mail || userPrincipalName || null };
}

export function toLabel({ id, name, description, isActive }: rows.LabelRow): SensitivityLabel {
  return { id, name: name || id, description: description || null, isActive: isActive ?? false };
}
