import type { Catalogue } from "../../core/catalogue/index.ts";
import type { Permission, Resource } from "../../core/permission/index.ts";
import { toGuid } from "./ids.ts";
import type { AppRole, PermissionScope, ServicePrincipal } from "./tenant-directory.ts";

/** Tenant that Microsoft's own apps are registered in. */
export const microsoftTenantId = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/** The service principals of the resource apps, with every permission that the catalogue knows. */
export function toResourcePrincipals(catalogue: Catalogue): readonly ServicePrincipal[] {
  const { resources } = catalogue.facts;
  return (["graph", "exo"] as const).map((resource) => ({
    id: toGuid(`principal:${resources[resource].appId}`),
    appId: resources[resource].appId,
    displayName: resources[resource].displayName,
    publisherName: "Microsoft Services",
    verifiedPublisher: { displayName: null },
    appOwnerOrganizationId: microsoftTenantId,
    servicePrincipalType: "Application",
    accountEnabled: true,
    ...toOffer(catalogue, resource),
  }));
}

function toOffer(catalogue: Catalogue, resource: Resource) {
  const offered = catalogue.facts.permissions.filter((one) => one.key.startsWith(`${resource}:`));
  return {
    oauth2PermissionScopes: offered.flatMap(toScopes),
    appRoles: offered.flatMap(toRoles),
  };
}

/** Where no source says who may consent, an admin has to. */
function toScopes({ value, delegated }: Permission): PermissionScope[] {
  if (!delegated) return [];
  const { id, displayName, adminConsentRequired } = delegated;
  const type = adminConsentRequired === false ? "User" : "Admin";
  return [{ id, value, type, adminConsentDisplayName: displayName ?? value, isEnabled: true }];
}

function toRoles({ value, application }: Permission): AppRole[] {
  if (!application) return [];
  const displayName = application.displayName ?? value;
  const allowedMemberTypes = ["Application"];
  return [{ id: application.id, value, displayName, allowedMemberTypes, isEnabled: true }];
}
