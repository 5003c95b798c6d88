import type { Catalogue } from "../../core/catalogue/index.ts";
import type { PermissionForm } from "../../core/permission/index.ts";
import { toGuid } from "./ids.ts";
import { findPerson } from "./people.ts";
import type { SeedApp, SeedPermission } from "./seed.ts";
import type { Tenant } from "./tenant.ts";
import type {
  Application,
  RequiredResource,
  ServicePrincipal,
  TenantDirectory,
} from "./tenant-directory.ts";

/** An app registration, with what its service principal will say once the tenant has one. */
export interface Registration {
  readonly application: Application;
  readonly homeTenantId: string;
  readonly principal: ServicePrincipal;
  /** Paths of its redirect URIs, below the product's address. */
  readonly redirectPaths: readonly string[];
}

const callbackPath = "/consent/callback";

/** Names of permissions become the ids that Entra stores. @throws RangeError for an unknown name */
export function toRegistration(app: SeedApp, catalogue: Catalogue, tenant: Tenant): Registration {
  const { appId, name, publisher, verifiedPublisher } = app;
  const homeTenantId = app.homeTenantId ?? tenant.id;
  const isForeign = app.homeTenantId !== undefined;
  return {
    homeTenantId,
    redirectPaths: [callbackPath],
    application: {
      id: toGuid(`application:${appId}`),
      appId,
      displayName: name,
      signInAudience: isForeign ? "AzureADMultipleOrgs" : "AzureADMyOrg",
      identifierUris: [],
      requiredResourceAccess: toRequired(app.requested, catalogue),
      redirectUris: [],
      groupMembershipClaims: null,
      accessTokenClaims: [],
      idTokenClaims: [],
      preAuthorizedClients: [],
    },
    principal: {
      id: toGuid(`principal:${appId}`),
      appId,
      displayName: name,
      publisherName: publisher,
      verifiedPublisher: { displayName: verifiedPublisher },
      appOwnerOrganizationId: homeTenantId,
      servicePrincipalType: "Application",
      accountEnabled: true,
      oauth2PermissionScopes: [],
      appRoles: [],
    },
  };
}

/** Grants what the seed says. @throws RangeError for an unknown permission */
export function writeGrants(
  directory: Pick<TenantDirectory, "findPrincipal" | "grantDelegated" | "assignRole">,
  apps: readonly Pick<SeedApp, "appId" | "granted" | "personal">[],
  catalogue: Catalogue,
): void {
  const grant = (
    appId: string,
    permissions: readonly SeedPermission[],
    personId: string | null,
  ) => {
    const clientObjectId = directory.findPrincipal(appId)?.id ?? "";
    for (const permission of permissions) {
      const { resourceAppId, value, form } = findPermission(permission, catalogue);
      const resourceObjectId = directory.findPrincipal(resourceAppId)?.id ?? "";
      const pair = { clientObjectId, resourceObjectId };
      if (permission[1] === "application") directory.assignRole({ ...pair, appRoleId: form.id });
      else directory.grantDelegated({ ...pair, values: [value], personId });
    }
  };
  for (const { appId, granted, personal = {} } of apps) {
    grant(appId, granted, null);
    for (const [alias, permissions] of Object.entries(personal)) {
      grant(appId, permissions, findPerson(alias)?.id ?? null);
    }
  }
}

function toRequired(
  permissions: readonly SeedPermission[],
  catalogue: Catalogue,
): readonly RequiredResource[] {
  const byResource = Map.groupBy(
    permissions.map((permission) => findPermission(permission, catalogue)),
    ({ resourceAppId }) => resourceAppId,
  );
  return [...byResource].map(([resourceAppId, found]) => ({
    resourceAppId,
    resourceAccess: found.map(({ form, type }) => ({ id: form.id, type })),
  }));
}

interface Found {
  readonly resourceAppId: string;
  readonly value: string;
  readonly form: PermissionForm;
  readonly type: "Scope" | "Role";
}

function findPermission([key, type]: SeedPermission, catalogue: Catalogue): Found {
  const permission = catalogue.permissions.get(key);
  const form = permission?.[type];
  if (!permission || !form) throw new RangeError(`the catalogue has no ${type} ${key}`);
  return {
    resourceAppId: catalogue.facts.resources[permission.resource].appId,
    value: permission.value,
    form,
    type: type === "delegated" ? "Scope" : "Role",
  };
}
