import type { Person } from "../directory/people.ts";
import type { AskedPermission } from "./consent-ask.ts";
import { graphAppId } from "./resources.ts";

/**
 * Directory role template ids.
 * https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
const unlimited = [
  "62e90394-69f5-4237-9190-012177145e10", // Global Administrator
  "e8611ab8-c189-46e8-94e1-60213ab1f814", // Privileged Role Administrator
];
const limited = [
  "158c047a-c907-4556-b7ef-446551a6b5f7", // Cloud Application Administrator
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", // Application Administrator
];

/**
 * Whether a person may grant a permission, for everybody or for himself alone.
 * https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent#prerequisites
 */
export function mayGrant(
  person: Pick<Person, "userRole" | "directoryRoles">,
  permission: AskedPermission,
  reach: "everybody" | "self",
): boolean {
  if (person.userRole === "guest") return false;
  const holds = (roles: readonly string[]) =>
    person.directoryRoles.some((role) => roles.includes(role));
  if (holds(unlimited)) return true;
  const isTopTier = permission.type === "application" && permission.resource.appId === graphAppId;
  if (holds(limited) && !isTopTier) return true;
  return reach === "self" && permission.isUserConsentable;
}
