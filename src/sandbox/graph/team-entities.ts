import type { Person } from "../directory/people.ts";
import type { GraphTeam, TeamChannel, TeamTab } from "../teams/teams.ts";

const nothing = { internalId: null, classification: null, specialization: null, webUrl: null };

/**
 * What "List joinedTeams" says of a team: name and description, everything else is null.
 * https://learn.microsoft.com/graph/api/user-list-joinedteams
 */
export function toJoinedTeamView({ id, name, description }: GraphTeam) {
  return { id, createdDateTime: null, displayName: name, description, ...nothing, ...noSettings };
}

const noSettings = {
  visibility: null,
  isArchived: null,
  memberSettings: null,
  guestSettings: null,
  messagingSettings: null,
  funSettings: null,
  discoverySettings: null,
};

/**
 * A team with its settings, for who may read those.
 * https://learn.microsoft.com/graph/api/resources/team
 */
export function toTeamView(team: GraphTeam, maySeeSettings: boolean) {
  const view = toJoinedTeamView(team);
  return maySeeSettings ? { ...view, ...toSettings(team) } : view;
}

function toSettings({ visibility, mayGuestsCreateChannels, mayMembersAddApps }: GraphTeam) {
  return {
    visibility,
    isArchived: false,
    memberSettings: {
      allowCreateUpdateChannels: true,
      allowCreatePrivateChannels: true,
      allowDeleteChannels: true,
      allowAddRemoveApps: mayMembersAddApps,
      allowCreateUpdateRemoveTabs: true,
      allowCreateUpdateRemoveConnectors: true,
    },
    guestSettings: {
      allowCreateUpdateChannels: mayGuestsCreateChannels,
      allowDeleteChannels: false,
    },
    messagingSettings: {
      allowUserEditMessages: true,
      allowUserDeleteMessages: true,
      allowOwnerDeleteMessages: true,
      allowTeamMentions: true,
      allowChannelMentions: true,
    },
    funSettings: {
      allowGiphy: true,
      giphyContentRating: "moderate",
      allowStickersAndMemes: true,
      allowCustomMemes: true,
    },
    discoverySettings: { showInTeamsSearchAndSuggestions: visibility === "public" },
  };
}

/** https://learn.microsoft.com/graph/api/resources/channel */
export function toChannelView({ id, name, description, membership }: TeamChannel) {
  return {
    id,
    createdDateTime: "2026-01-12T08:00:00Z",
    displayName: name,
    description,
    isFavoriteByDefault: null,
    email: "",
    webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(id)}/${encodeURIComponent(name)}`,
    membershipType: membership,
    isArchived: false,
  };
}

/**
 * Beta alone has the settings of moderation, and shows them to who may read settings.
 * https://learn.microsoft.com/graph/api/resources/channel?view=graph-rest-beta
 */
export function toBetaChannelView(channel: TeamChannel, maySeeSettings: boolean) {
  const moderationSettings = maySeeSettings ? channel.moderation : null;
  return { ...toChannelView(channel), moderationSettings };
}

/** https://learn.microsoft.com/graph/api/resources/aaduserconversationmember */
export function toMemberView(
  person: Person,
  { id: placeId, owners }: Pick<GraphTeam, "id" | "owners">,
  tenantId: string,
) {
  const { id, name, userPrincipalName, userRole } = person;
  const guest = userRole === "guest" ? ["guest"] : [];
  return {
    "@odata.type": "#microsoft.graph.aadUserConversationMember",
    id: Buffer.from(`${placeId}##${id}`).toString("base64"),
    roles: owners.includes(person) ? ["owner"] : guest,
    displayName: name,
    visibleHistoryStartDateTime: "0001-01-01T00:00:00Z",
    userId: id,
    email: userPrincipalName,
    tenantId,
  };
}

/** https://learn.microsoft.com/graph/api/resources/teamstab */
export function toTabView(
  { id, name, app }: TeamTab,
  expand: readonly string[],
  teamsAppId: string | undefined,
) {
  return {
    id,
    displayName: name,
    webUrl: `https://teams.microsoft.com/l/entity/${id}`,
    configuration: { entityId: null, contentUrl: null, removeUrl: null, websiteUrl: null },
    ...(expand.includes("teamsApp") && { teamsApp: toAppView(app, teamsAppId) }),
  };
}

/** Apps of the organization have an id of the catalog and that of their manifest; others the first only. */
function toAppView(app: TeamTab["app"], externalId: string | undefined) {
  return app === "consentry"
    ? {
        id: "2f7c9a61-0d4b-4d8e-b1a5-9e3c6f2a7d10",
        externalId,
        displayName: "Consentry",
        distributionMethod: "organization",
      }
    : {
        id: "com.microsoft.teamspace.tab.planner",
        externalId: null,
        displayName: "Planner",
        distributionMethod: "store",
      };
}
