import type { Catalogue } from "../catalogue/index.ts";
import type { TenantPermission } from "./grant.ts";

type GrantKind = "delegated" | "exo-application" | "graph-application";

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

/** Only roles of Microsoft Graph are kept from application administrators; any other API is like Exchange. */
function grantKind({ type, resource }: TenantPermission): GrantKind {
  if (type === "delegated") return "delegated";
  return resource === "graph" ? "graph-application" : "exo-application";
}
