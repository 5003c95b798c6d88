import {
  isOpenIdScope,
  type Permission,
  type PermissionType,
  type Resource,
} from "../permission/index.ts";
import type { Grant, TenantPermission } from "./grant.ts";

/**
 * Delegated values that Microsoft Graph and Office 365 Exchange Online both own: a grant on either
 * counts. Their application twins do not: a role reaches only the API that owns it.
 */
export const TWINS: ReadonlySet<string> = new Set([
  "IMAP.AccessAsUser.All",
  "POP.AccessAsUser.All",
  "SMTP.Send",
  "EWS.AccessAsUser.All",
  "Mail.Send",
  "Mail.ReadWrite",
]);

/** Names of the known resource apps, as permissions.json has them. */
export const RESOURCE_NAMES: Readonly<Record<Resource, string>> = {
  graph: "Microsoft Graph",
  exo: "Office 365 Exchange Online",
};

/** A permission of the catalogue in one type, as a tenant would name it. */
export function toTenantPermission({
  permission,
  type,
}: {
  readonly permission: Permission;
  readonly type: PermissionType;
}): TenantPermission {
  const { resource, value } = permission;
  const id = permission[type]?.id ?? null;
  return { resource, resourceName: RESOURCE_NAMES[resource], type, value, id };
}

/** The permission of a grant without its reach. */
export function toPermission(grant: Grant): TenantPermission {
  const { resource, resourceName, type, value, id } = grant;
  return { resource, resourceName, type, value, id };
}

/** True for two names of one permission: same type and value, on the same resource or on its twin. */
export function isSame(a: TenantPermission, b: TenantPermission): boolean {
  if (a.type !== b.type || a.value === null || a.value !== b.value) return false;
  if (a.resource === null || b.resource === null)
    return a.resource === b.resource && a.resourceName === b.resourceName;
  return a.resource === b.resource || isShared(a);
}

function isShared({ type, value }: TenantPermission): boolean {
  return type === "delegated" && value !== null && (TWINS.has(value) || isOpenIdScope(value));
}

/** True for what comes with every sign-in: the OpenID scopes and delegated User.Read of Microsoft Graph. */
export function isSignIn({ resource, type, value }: TenantPermission): boolean {
  if (type !== "delegated" || resource === null || value === null) return false;
  return isOpenIdScope(value) || (resource === "graph" && value === "User.Read");
}

/**
 * True when the permission is granted for everybody, as an application permission, or for that person.
 * @param personId whose own grant is enough; null where nobody's is
 */
export function isHeld(
  grants: readonly Grant[],
  permission: TenantPermission,
  personId: string | null,
): boolean {
  return grants.some(
    (grant) =>
      isSame(grant, permission) &&
      (grant.reach !== "person" || (personId !== null && grant.personId === personId)),
  );
}

/**
 * Names a grant with its reach, so that two readings can be compared: `graph tenant  Mail.Send`. For
 * machines only; it is kept with a consent request until that is settled.
 */
export function grantName({ resource, resourceName, value, id, reach, personId }: Grant): string {
  return [resource ?? resourceName, reach, personId ?? "", value ?? id ?? ""].join(" ");
}
