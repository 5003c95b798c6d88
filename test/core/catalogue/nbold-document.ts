/** A row of a table in the nBold Permissions Reference, as printed there. */
interface DocumentRow {
  readonly scope: "basic" | "home" | "catalog" | "service-account" | "application";
  readonly value: string;
  readonly type: "delegated" | "application";
  readonly origin: "OpenID" | "Microsoft Graph";
  readonly adminConsent: boolean;
}

/**
 * All 41 rows, typed by hand from the document and never taken from the catalogue: its slips are
 * kept. The Settings scope has no table there.
 */
export const nboldDocument: readonly DocumentRow[] = [
  // Basic scope: 7
  { scope: "basic", value: "openid", type: "delegated", origin: "OpenID", adminConsent: false },
  {
    scope: "basic",
    value: "offline_access",
    type: "delegated",
    origin: "OpenID",
    adminConsent: false,
  },
  { scope: "basic", value: "email", type: "delegated", origin: "OpenID", adminConsent: false },
  { scope: "basic", value: "profile", type: "delegated", origin: "OpenID", adminConsent: false },
  {
    scope: "basic",
    value: "User.ReadBasic.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: false,
  },
  {
    scope: "basic",
    value: "Team.ReadBasic.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: false,
  },
  {
    scope: "basic",
    value: "Channel.ReadBasic.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: false,
  },

  // Home scope: 5
  {
    scope: "home",
    value: "TeamSettings.Read.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "home",
    value: "TeamMember.Read.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "home",
    value: "ChannelMember.Read.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "home",
    value: "ChannelSettings.Read.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "home",
    value: "TeamsTab.Read.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },

  // Catalog scope: 1
  {
    scope: "catalog",
    value: "InformationProtectionPolicy.Read",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },

  // Service account scope: 16
  {
    scope: "service-account",
    value: "openid",
    type: "delegated",
    origin: "OpenID",
    adminConsent: false,
  },
  {
    scope: "service-account",
    value: "offline_access",
    type: "delegated",
    origin: "OpenID",
    adminConsent: false,
  },
  {
    scope: "service-account",
    value: "email",
    type: "delegated",
    origin: "OpenID",
    adminConsent: false,
  },
  {
    scope: "service-account",
    value: "profile",
    type: "delegated",
    origin: "OpenID",
    adminConsent: false,
  },
  {
    scope: "service-account",
    value: "Mail.Send",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: false,
  },
  {
    scope: "service-account",
    value: "User.Read.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "service-account",
    value: "Group.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "service-account",
    value: "InformationProtectionPolicy.Read",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: false,
  },
  {
    scope: "service-account",
    value: "Team.Create",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "service-account",
    value: "TeamSettings.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "service-account",
    value: "TeamsAppInstallation.ReadWriteForTeam",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "service-account",
    value: "TeamMember.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "service-account",
    value: "TeamsTab.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "service-account",
    value: "Channel.Create",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "service-account",
    value: "ChannelSettings.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "service-account",
    value: "ChannelMember.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },

  // Application scope: 12; the document prints Delegated from the third row on
  {
    scope: "application",
    value: "Mail.Send",
    type: "application",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "User.Read.All",
    type: "application",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "Group.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "InformationProtectionPolicy.Read",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: false,
  },
  {
    scope: "application",
    value: "Team.Create",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "TeamSettings.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "TeamsAppInstallation.ReadWriteForTeam",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "TeamMember.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "TeamsTab.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "Channel.Create",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "ChannelSettings.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
  {
    scope: "application",
    value: "ChannelMember.ReadWrite.All",
    type: "delegated",
    origin: "Microsoft Graph",
    adminConsent: true,
  },
];
