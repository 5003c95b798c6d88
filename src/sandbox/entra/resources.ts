import type { Cloud } from "../../core/cloud/index.ts";
import type { PermissionFacts } from "../../core/permission/index.ts";
import type { Application, ServicePrincipal } from "../directory/tenant-directory.ts";
import type { Authority, Exclusion, ResourceNames } from "./authority.ts";
import { EntraRefusal } from "./refusal.ts";

/** App ids of Microsoft's own resources are the same in every tenant; catalogue/permissions.json has them. */
export const graphAppId = "00000003-0000-0000-c000-000000000000";
const exchangeAppId = "00000002-0000-0ff1-ce00-000000000000";

/** A resource that a request has named. */
export interface Resource {
  readonly principal: ServicePrincipal | undefined;
  /** Registration of an app whose API it is; undefined for Microsoft's own. */
  readonly application?: Application;
  readonly name: string;
  readonly audience: string;
  /** Microsoft's own take version 1 tokens, the APIs of apps here version 2 tokens. */
  readonly version: 1 | 2;
}

/** The names of Microsoft's resources in a cloud. Graph comes first: scopes without a resource mean it. */
export function toResourceNames(cloud: Cloud): readonly ResourceNames[] {
  const outlook = [cloud.outlookAppResource, "https://ps.outlook.com"];
  return [
    { appId: graphAppId, addresses: [cloud.graphBase] },
    { appId: exchangeAppId, addresses: [cloud.outlookResource, ...outlook] },
    { appId: null, addresses: [cloud.botScope] },
  ];
}

/**
 * What the managed policy keeps from plain users.
 * https://learn.microsoft.com/entra/identity/enterprise-apps/manage-app-consent-policies
 */
export function toExclusions({ permissions, resources }: PermissionFacts): readonly Exclusion[] {
  return permissions
    .filter(({ delegated }) => delegated?.userConsentUnderManagedPolicy === false)
    .map(({ resource, value }) => ({ resourceAppId: resources[resource].appId, value }));
}

/** @throws EntraRefusal 500011 for a resource that the tenant does not know. */
export function requireResource(authority: Authority, address: string): Resource {
  const found = findOwn(authority, address) ?? findApi(authority, address);
  if (found) return found;
  const message = `The resource principal named ${address} was not found in the tenant named ${authority.tenant.name}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`;
  throw new EntraRefusal(500011, "invalid_resource", message);
}

/** An address may end with a slash: `https://graph.microsoft.com//.default`. */
function findOwn({ resources, directory }: Authority, address: string): Resource | undefined {
  const wanted = address.replace(/\/$/, "").toLowerCase();
  for (const { appId, addresses } of resources) {
    const [first] = addresses;
    const audience = wanted === appId ? first : addresses.find((one) => one === wanted);
    if (audience === undefined) continue;
    const principal = appId === null ? undefined : directory.findPrincipal(appId);
    if (appId !== null && !principal) return undefined;
    return { principal, name: principal?.displayName ?? audience, audience, version: 1 };
  }
  return undefined;
}

/** The API of an app, by its app id or one of its identifier URIs. */
function findApi({ directory }: Authority, address: string): Resource | undefined {
  const wanted = address.toLowerCase();
  const application = directory
    .listApplications()
    .find(({ appId, identifierUris }) =>
      [appId, ...identifierUris].some((name) => name.toLowerCase() === wanted),
    );
  const principal = application && directory.findPrincipal(application.appId);
  if (!principal) return undefined;
  const name = principal.displayName;
  return { principal, application, name, audience: principal.appId, version: 2 };
}
