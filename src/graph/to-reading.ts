import type { AppRecord, Grant, TenantPermission } from "../core/grant/index.ts";
import type { PermissionType } from "../core/permission/index.ts";
import type { KnownResource, TenantResources } from "./known-resources.ts";
import type { Principal, Registration, RoleAssignment, ScopeGrant } from "./rows.ts";

/** What a service principal says of its app; the publisher's domain stands in the registration only. */
export function toAppRecord(principal: Principal, registration?: Registration): AppRecord {
  const { appId, id, displayName, verifiedPublisher } = principal;
  return {
    clientId: appId,
    objectId: id,
    name: displayName || appId,
    publisher: registration?.publisherDomain || null,
    verifiedPublisher: verifiedPublisher?.displayName || null,
    homeTenantId: principal.appOwnerOrganizationId ?? null,
    isEnabled: principal.accountEnabled ?? true,
  };
}

/** Application permissions: one grant an assignment. */
export function toApplicationGrants(
  assignments: readonly RoleAssignment[],
  { byObjectId }: TenantResources,
): readonly Grant[] {
  return assignments.map(({ appRoleId, resourceId, resourceDisplayName }) => {
    const owner = byObjectId.get(resourceId);
    const name = resourceDisplayName || resourceId;
    return { ...toPermission(owner, name, "application", appRoleId), reach: "app" };
  });
}

/**
 * Delegated permissions: one grant a value.
 * @param assignments name resource apps that a delegated grant has by object id only
 */
export function toDelegatedGrants(
  grants: readonly ScopeGrant[],
  { byObjectId }: TenantResources,
  assignments: readonly RoleAssignment[],
): readonly Grant[] {
  const names = new Map(assignments.map((one) => [one.resourceId, one.resourceDisplayName]));
  return grants.flatMap(({ resourceId, scope, consentType, principalId }) => {
    const owner = byObjectId.get(resourceId);
    const values = new Set((scope ?? "").split(/\s+/).filter(Boolean));
    const reach = consentType === "AllPrincipals" ? ("tenant" as const) : ("person" as const);
    const person = reach === "person" && principalId ? { personId: principalId } : {};
    return [...values].map((value) => ({
      resource: owner?.resource ?? null,
      resourceName: owner?.name ?? (names.get(resourceId) || resourceId),
      type: "delegated" as const,
      value,
      id: null,
      reach,
      ...person,
    }));
  });
}

/** What a registration lists, in its order. */
export function toRequested(
  { requiredResourceAccess }: Registration,
  { byObjectId }: TenantResources,
  known: readonly KnownResource[],
): readonly TenantPermission[] {
  const inTenant = [...byObjectId.values()];
  return (requiredResourceAccess ?? []).flatMap(({ resourceAppId, resourceAccess }) => {
    const isOwner = ({ appId }: KnownResource) => appId === resourceAppId;
    const owner = inTenant.find(isOwner) ?? known.find(isOwner);
    return resourceAccess.map(({ id, type }) =>
      toPermission(owner, resourceAppId, type === "Role" ? "application" : "delegated", id),
    );
  });
}

function toPermission(
  owner: KnownResource | undefined,
  name: string,
  type: PermissionType,
  id: string,
): TenantPermission {
  const value = owner?.values[type].get(id) ?? null;
  return { resource: owner?.resource ?? null, resourceName: owner?.name ?? name, type, value, id };
}
