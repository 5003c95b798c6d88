import type { Catalogue } from "../catalogue/index.ts";
import type { TenantPermission } from "./grant.ts";

/** What the directory roles of catalogue/consent.json may grant. */
export type GrantKind = "delegated" | "exo-application" | "graph-application";

/** Ids of the directory roles that may grant a permission tenant-wide, in the catalogue's order. */
export function rolesToGrant(catalogue: Catalogue, permission: TenantPermission): string[] {
  const kind = grantKind(permission);
  const roles = catalogue.consent.grantRoles.filter(({ grants }) => grants.includes(kind));
  return roles.map(({ id }) => id);
}

/** Ids of the directory roles that may take a grant away. */
export function rolesToRevoke({ consent }: Catalogue): string[] {
  return consent.grantRoles.filter(({ revokes }) => revokes).map(({ id }) => id);
}

/**
 * Which kind of permission it is for whoever grants it. Only roles of Microsoft Graph are kept from
 * application administrators; any other API is like Exchange.
 * Source: learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference.
 */
export function grantKind({
  type,
  resource,
}: Pick<TenantPermission, "type" | "resource">): GrantKind {
  if (type === "delegated") return "delegated";
  return resource === "graph" ? "graph-application" : "exo-application";
}
