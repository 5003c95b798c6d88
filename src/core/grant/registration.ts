import type { TenantPermission, TenantReading } from "./grant.ts";
import { isSame } from "./identity.ts";

/** What the app registration lists, or null where that was not read to its end. */
export function registeredOf({
  requested,
  gaps,
}: TenantReading): readonly TenantPermission[] | null {
  return gaps.some(({ part }) => part === "registration") ? null : requested;
}

/**
 * Whether the registration lists a permission; null where that cannot be told. A registration names
 * permissions of other APIs by id, and a delegated grant by value: these two cannot be compared.
 */
export function isListed(
  registered: readonly TenantPermission[] | null,
  permission: TenantPermission,
): boolean | null {
  if (registered === null) return null;
  if (registered.some((entry) => isSameEntry(entry, permission))) return true;
  return registered.some((entry) => isOpaque(entry, permission)) ? null : false;
}

/** As {@link isSame}, and by id where a value is not known. */
export function isSameEntry(a: TenantPermission, b: TenantPermission): boolean {
  if (isSame(a, b)) return true;
  return a.type === b.type && a.resource === b.resource && a.id !== null && a.id === b.id;
}

function isOpaque(entry: TenantPermission, permission: TenantPermission): boolean {
  if (entry.resource !== null || permission.resource !== null) return false;
  if (entry.type !== permission.type) return false;
  const areIdsKnown = entry.id !== null && permission.id !== null;
  const areValuesKnown = entry.value !== null && permission.value !== null;
  return !areIdsKnown && !(areValuesKnown && entry.value !== permission.value);
}
