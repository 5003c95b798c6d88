import type { PermissionType } from "../../core/permission/index.ts";

/** Client ids of the apps that the sandbox tenant starts with; the same in every sandbox. */
export const seedApps = {
  nothingGranted: "a0570001-5a4d-4b0c-8e01-c0ffee000001",
  delegatedInstead: "a0570002-5a4d-4b0c-8e02-c0ffee000002",
  ghostGrants: "a0570003-5a4d-4b0c-8e03-c0ffee000003",
  perPerson: "a0570004-5a4d-4b0c-8e04-c0ffee000004",
  widerThanNeeded: "a0570005-5a4d-4b0c-8e05-c0ffee000005",
  fullyRight: "a0570006-5a4d-4b0c-8e06-c0ffee000006",
  incompleteRegistration: "a0570007-5a4d-4b0c-8e07-c0ffee000007",
  vendor: "a0570008-5a4d-4b0c-8e08-c0ffee000008",
} as const;

/** Tenant of the pretended vendor. */
export const vendorTenantId = "7e9d0a11-52c4-4f6b-9d3e-fab21ca70001";

/** Service principals of a fresh tenant, resource apps and the bot included. */
export const principalCount = 1002;

/** A permission by its key in the catalogue. */
export type SeedPermission = readonly [key: string, type: PermissionType];

/** An app registration and what was granted to it before anybody looked. */
export interface SeedApp {
  readonly appId: string;
  readonly name: string;
  readonly publisher: string | null;
  readonly verifiedPublisher: string | null;
  /** Where the registration lives, if not in the sandbox tenant; such an app has not been met yet. */
  readonly homeTenantId?: string;
  readonly requested: readonly SeedPermission[];
  /** Granted for everybody. */
  readonly granted: readonly SeedPermission[];
  /** Granted to one person each, by alias. */
  readonly personal?: Readonly<Record<string, readonly SeedPermission[]>>;
}

const imap: SeedPermission = ["graph:IMAP.AccessAsUser.All", "delegated"];

/** What AutoStore needs to capture over IMAP and to send as somebody else (scenario 2). */
export const otherSender: readonly SeedPermission[] = [
  imap,
  ["graph:Mail.Send", "application"],
  ["graph:Mail.ReadWrite", "application"],
];

/** What it needs to capture and send as the same person (scenario 1). */
export const sameSender: readonly SeedPermission[] = [
  imap,
  ["graph:Mail.Send", "delegated"],
  ["graph:Mail.ReadWrite", "delegated"],
];

/** What the vendor's approval adds for mail. */
export const mailApproval: readonly SeedPermission[] = [
  ["graph:email", "delegated"],
  ["graph:EWS.AccessAsUser.All", "delegated"],
  ["graph:offline_access", "delegated"],
  ["graph:openid", "delegated"],
  ["graph:POP.AccessAsUser.All", "delegated"],
  ["graph:SMTP.Send", "delegated"],
];

const userRead: SeedPermission = ["graph:User.Read", "delegated"];
const oneDriveOfAll: SeedPermission = ["graph:Files.ReadWrite.All", "application"];
const allGroups: SeedPermission = ["graph:Group.ReadWrite.All", "application"];
const allMailboxes: SeedPermission = ["exo:full_access_as_app", "application"];

const inHouse = { publisher: "Contoso", verifiedPublisher: null };

export const seed: readonly SeedApp[] = [
  {
    appId: seedApps.nothingGranted,
    name: "AutoStore (nothing granted)",
    ...inHouse,
    requested: otherSender,
    granted: [],
  },
  {
    appId: seedApps.delegatedInstead,
    name: "AutoStore (delegated instead of application)",
    ...inHouse,
    requested: sameSender,
    granted: sameSender,
  },
  {
    appId: seedApps.ghostGrants,
    name: "AutoStore (grants left over)",
    ...inHouse,
    requested: otherSender,
    granted: [...otherSender, oneDriveOfAll, ["graph:Group.Read.All", "delegated"]],
  },
  {
    appId: seedApps.perPerson,
    name: "AutoStore (granted per person)",
    publisher: null,
    verifiedPublisher: null,
    requested: sameSender,
    granted: [],
    personal: { "product-admin": sameSender, "teams-admin": [imap] },
  },
  {
    appId: seedApps.widerThanNeeded,
    name: "AutoStore (wider than needed)",
    ...inHouse,
    requested: [...otherSender, oneDriveOfAll, allGroups, allMailboxes],
    granted: [...otherSender, oneDriveOfAll, allGroups, allMailboxes],
  },
  {
    appId: seedApps.fullyRight,
    name: "AutoStore (all granted)",
    publisher: "Contoso",
    verifiedPublisher: "Contoso",
    requested: [...otherSender, ...mailApproval],
    granted: [...otherSender, ...mailApproval],
  },
  {
    appId: seedApps.incompleteRegistration,
    name: "AutoStore (registration incomplete)",
    ...inHouse,
    requested: [imap, ["graph:Mail.Send", "application"], userRead],
    granted: [],
  },
  {
    appId: seedApps.vendor,
    name: "AutoStore Cloud",
    publisher: "Northwind Capture",
    verifiedPublisher: "Northwind Capture",
    homeTenantId: vendorTenantId,
    requested: [...otherSender, userRead],
    granted: [],
  },
];
