import type { PermissionType } from "../permission/index.ts";

/** One permission of Microsoft Graph that reaches further than others of the same type. */
export interface CoverRule {
  readonly wider: string;
  /** The next narrower ones; what those cover is covered too. */
  readonly covers: readonly string[];
  readonly types: readonly PermissionType[];
  /** Where Microsoft says so. */
  readonly source: string;
}

const BOTH: readonly PermissionType[] = ["delegated", "application"];
const DELEGATED: readonly PermissionType[] = ["delegated"];
const APPLICATION: readonly PermissionType[] = ["application"];

/** Descriptions of the permissions: "read and write" of an entity contains "read" of it. */
const REFERENCE = "learn.microsoft.com/graph/permissions-reference";

/**
 * What is certain, and no more. Left out on purpose:
 * - Send from ReadWrite: Mail.ReadWrite is described as not including permission to send.
 * - `.Shared` over the plain form: descriptions say "own and shared", the pages of the calls do not list it.
 * - Directory.Read.All over Group.Read.All and User.Read.All: it reads neither conversations and files of
 *   groups nor photos of people (learn.microsoft.com/graph/api/profilephoto-get).
 * - Group.ReadWrite.All over permissions of Teams: kept there for backward compatibility only.
 * - Sites over Files, and anything over the Selected forms, which open what somebody names one by one.
 * - full_access_as_app of Exchange: EWS only, and the catalogue has no narrower EWS role.
 */
export const COVER_RULES: readonly CoverRule[] = [
  { wider: "Mail.ReadWrite", covers: ["Mail.Read"], types: BOTH, source: REFERENCE },
  { wider: "Mail.Read", covers: ["Mail.ReadBasic"], types: BOTH, source: REFERENCE },
  { wider: "Mail.Read", covers: ["Mail.ReadBasic.All"], types: APPLICATION, source: REFERENCE },
  {
    wider: "Mail.ReadWrite.Shared",
    covers: ["Mail.Read.Shared"],
    types: DELEGATED,
    source: REFERENCE,
  },
  {
    wider: "Files.ReadWrite.All",
    covers: ["Files.ReadWrite", "Files.Read.All"],
    types: DELEGATED,
    source: REFERENCE,
  },
  {
    wider: "Files.ReadWrite.All",
    covers: ["Files.Read.All"],
    types: APPLICATION,
    source: REFERENCE,
  },
  { wider: "Files.ReadWrite", covers: ["Files.Read"], types: DELEGATED, source: REFERENCE },
  { wider: "Files.Read.All", covers: ["Files.Read"], types: DELEGATED, source: REFERENCE },
  { wider: "Sites.FullControl.All", covers: ["Sites.Manage.All"], types: BOTH, source: REFERENCE },
  { wider: "Sites.Manage.All", covers: ["Sites.ReadWrite.All"], types: BOTH, source: REFERENCE },
  { wider: "Sites.ReadWrite.All", covers: ["Sites.Read.All"], types: BOTH, source: REFERENCE },
  { wider: "User.ReadWrite.All", covers: ["User.Read.All"], types: BOTH, source: REFERENCE },
  {
    wider: "User.Read.All",
    covers: ["User.ReadBasic.All"],
    types: BOTH,
    source: "learn.microsoft.com/graph/api/user-list and /profilephoto-get",
  },
  { wider: "Group.ReadWrite.All", covers: ["Group.Read.All"], types: BOTH, source: REFERENCE },
  {
    wider: "Group.ReadWrite.All",
    covers: ["Group.Create"],
    types: APPLICATION,
    source: "learn.microsoft.com/graph/api/group-post-groups",
  },
  {
    wider: "Group.Read.All",
    covers: ["GroupMember.Read.All"],
    types: BOTH,
    source: "learn.microsoft.com/graph/api/group-list and /group-list-members",
  },
  {
    wider: "Directory.ReadWrite.All",
    covers: ["Directory.Read.All"],
    types: BOTH,
    source: REFERENCE,
  },
  {
    wider: "Directory.Read.All",
    covers: ["GroupMember.Read.All"],
    types: BOTH,
    source: "learn.microsoft.com/graph/api/group-list and /group-list-members",
  },
  {
    wider: "Directory.Read.All",
    covers: ["Application.Read.All"],
    types: BOTH,
    source: "learn.microsoft.com/graph/api/application-list",
  },
  {
    wider: "Application.ReadWrite.All",
    covers: ["Application.Read.All"],
    types: BOTH,
    source: REFERENCE,
  },
  {
    wider: "Application.ReadWrite.All",
    covers: ["Application.ReadWrite.OwnedBy"],
    types: APPLICATION,
    source: REFERENCE,
  },
  {
    wider: "DelegatedPermissionGrant.ReadWrite.All",
    covers: ["DelegatedPermissionGrant.Read.All"],
    types: BOTH,
    source: REFERENCE,
  },
  {
    wider: "RoleManagement.ReadWrite.Directory",
    covers: ["RoleManagement.Read.Directory"],
    types: BOTH,
    source: REFERENCE,
  },
  {
    wider: "Policy.ReadWrite.PermissionGrant",
    covers: ["Policy.Read.PermissionGrant"],
    types: BOTH,
    source: REFERENCE,
  },
  {
    wider: "ConsentRequest.ReadWrite.All",
    covers: ["ConsentRequest.Read.All"],
    types: BOTH,
    source: REFERENCE,
  },
  {
    wider: "Organization.ReadWrite.All",
    covers: ["Organization.Read.All"],
    types: BOTH,
    source: REFERENCE,
  },
  ...["TeamSettings", "TeamMember", "ChannelMember", "ChannelSettings", "TeamsTab"].map(
    (entity) => ({
      wider: `${entity}.ReadWrite.All`,
      covers: [`${entity}.Read.All`],
      types: BOTH,
      source: REFERENCE,
    }),
  ),
  {
    wider: "TeamSettings.Read.All",
    covers: ["Team.ReadBasic.All"],
    types: BOTH,
    source: "learn.microsoft.com/graph/api/team-get and /user-list-joinedteams",
  },
  {
    wider: "ChannelSettings.Read.All",
    covers: ["Channel.ReadBasic.All"],
    types: BOTH,
    source: "learn.microsoft.com/graph/api/channel-list",
  },
  ...teamScoped("TeamsAppInstallation.ReadWriteAndConsentForTeam", [
    "TeamsAppInstallation.ReadWriteForTeam",
  ]),
  ...teamScoped("TeamsAppInstallation.ReadWriteForTeam", [
    "TeamsAppInstallation.ReadForTeam",
    "TeamsAppInstallation.ReadWriteSelfForTeam",
  ]),
  ...teamScoped("TeamsTab.ReadWriteForTeam", ["TeamsTab.ReadWriteSelfForTeam"]),
];

/** Their application form is named with `.All`. */
function teamScoped(wider: string, covers: readonly string[]): CoverRule[] {
  const roles = covers.map((value) => `${value}.All`);
  return [
    { wider, covers, types: DELEGATED, source: REFERENCE },
    { wider: `${wider}.All`, covers: roles, types: APPLICATION, source: REFERENCE },
  ];
}
