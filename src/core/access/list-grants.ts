import type { EntraRole, OwnRole } from "./roles.ts";

/**
 * Roles to whose people Microsoft Graph shows the delegated grants of apps; it knows a few more, such as
 * Directory Readers, of which Consentry's tokens say nothing.
 * Source: learn.microsoft.com/graph/api/oauth2permissiongrant-list
 */
const LISTERS: ReadonlySet<EntraRole | OwnRole> = new Set<EntraRole>([
  "global-administrator",
  "privileged-role-administrator",
  "cloud-application-administrator",
  "application-administrator",
]);

/** True when Microsoft Graph shows delegated grants to somebody with these roles. */
export function mayListGrants(roles: ReadonlySet<EntraRole | OwnRole>): boolean {
  return [...roles].some((role) => LISTERS.has(role));
}
