import type { Caller } from "./caller.ts";
import { denied } from "./refusal.ts";

/** Permissions of which one suffices, by the caller's kind. */
export interface Access {
  readonly delegated: readonly string[];
  readonly application: readonly string[];
  /** A signed-in caller needs one of these directory roles too. */
  readonly directoryRoles?: ReadonlySet<string>;
}

/** @throws GraphRefusal 403 */
export function requireAccess(caller: Caller, access: Access): void {
  const enough = access[caller.type];
  const { directoryRoles } = access;
  if (!enough.some((permission) => caller.permissions.has(permission))) throw denied();
  if (caller.type === "application" || !directoryRoles) return;
  if (!caller.directoryRoles.some((role) => directoryRoles.has(role))) throw denied();
}

/** Tables "Permissions" of serviceprincipal-list, -get, -list-approleassignments and application-list. */
export const readApps: Access = {
  delegated: readersOf("Application"),
  application: readersOf("Application"),
};

/** Roles that the page names, and Global Administrator, who has them all. */
const grantReaders: ReadonlySet<string> = new Set([
  "88d8e3e3-8f55-4a1e-953a-9b9898b8876b", // Directory Readers
  "f2ef992c-3afb-46b9-b7cf-a126ee74c451", // Global Reader
  "cf1c38e5-3621-4004-a7cb-879624dced7c", // Application Developer
  "9360feb5-f418-4baa-8175-e2a00bac4301", // Directory Writers
  "158c047a-c907-4556-b7ef-446551a6b5f7", // Cloud Application Administrator
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", // Application Administrator
  "e8611ab8-c189-46e8-94e1-60213ab1f814", // Privileged Role Administrator
  "fe930be7-5e62-47db-91af-98c3a49a38b1", // User Administrator
  "d29b2b05-8046-44ba-8758-1e26182fcf32", // Directory Synchronization Accounts
  "62e90394-69f5-4237-9190-012177145e10", // Global Administrator
]);

/** Table "Permissions" of oauth2permissiongrant-list; Application.Read.All is not in it. */
export const readGrants: Access = {
  delegated: grantPermissions(),
  application: grantPermissions(),
  directoryRoles: grantReaders,
};

/** Table "Permissions" of organization-list. */
export const readOrganization: Access = {
  delegated: ["User.Read", "Organization.Read.All", ...directory()],
  application: ["Organization.Read.All", ...directory()],
};

/** Table "Permissions" of user-get. */
export const readUsers: Access = {
  delegated: ["User.ReadBasic.All", "User.Read.All", ...directory()],
  application: ["User.ReadBasic.All", "User.Read.All", ...directory()],
};

/** Table "Permissions" of directoryrole-list-members. */
export const readRoles: Access = {
  delegated: rolePermissions(),
  application: rolePermissions(),
};

/** Table "Permissions" of security-informationprotection-list-sensitivitylabels, for one's own. */
export const readLabels: Access = {
  delegated: ["InformationProtectionPolicy.Read"],
  application: [],
};

/** The same for oneself. */
export const readSelf: Access = {
  ...readUsers,
  delegated: ["User.Read", ...readUsers.delegated],
};

function directory(): readonly string[] {
  return ["Directory.Read.All", "Directory.ReadWrite.All"];
}

function rolePermissions(): readonly string[] {
  return ["RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", ...directory()];
}

/** Application.ReadWrite.OwnedBy reads owned objects only, and nothing here has an owner. */
function readersOf(area: string): readonly string[] {
  return [`${area}.Read.All`, `${area}.ReadWrite.All`, ...directory()];
}

function grantPermissions(): readonly string[] {
  return ["DelegatedPermissionGrant.ReadWrite.All", ...directory()];
}
