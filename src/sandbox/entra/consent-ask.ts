import type { ServicePrincipal } from "../directory/tenant-directory.ts";
import type { Authority } from "./authority.ts";
import type { ConsentLink } from "./consent-link.ts";
import { EntraRefusal, invalidScope } from "./refusal.ts";
import { graphAppId } from "./resources.ts";
import { type AskedResource, readScopes } from "./scopes.ts";

/** A permission that a link asks for. */
export interface AskedPermission {
  readonly resource: ServicePrincipal;
  readonly type: "delegated" | "application";
  readonly id: string;
  readonly value: string;
  /** Microsoft's display name. */
  readonly title: string;
  /** Whether a plain user may grant it for himself: by definition and under the managed policy. */
  readonly isUserConsentable: boolean;
}

/** Everything that a link asks for, delegated permissions first within each resource. */
export interface Ask {
  readonly permissions: readonly AskedPermission[];
  /** An error that goes back to the app once somebody has signed in. */
  readonly flaw?: EntraRefusal;
}

/**
 * What a link asks for.
 * https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 * @throws EntraRefusal 70011, 500011, 650053, 650057 or 90009
 */
export function readAsk(authority: Authority, link: ConsentLink): Ask {
  const { kind, application } = link;
  const flaw = kind === "authorize" ? undefined : findFlaw(authority, link);
  if (kind === "admin-v1") return toAsk(listRegistered(authority, link), flaw);
  const scopes = readScopes(authority, application, link.scope);
  if (kind === "admin-v2") requireOneResource(scopes.text, scopes.resources);
  const openId = listNamed(authority, graph(authority), scopes.openId);
  const named = scopes.resources.flatMap((asked) => listResource(authority, link, asked));
  return toAsk([...named, ...openId], flaw);
}

function toAsk(permissions: readonly AskedPermission[], flaw: EntraRefusal | undefined): Ask {
  const keys = permissions.map(({ resource, type, id }) => `${resource.id} ${type} ${id}`);
  const once = permissions.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
  return { permissions: once, ...(flaw && { flaw }) };
}

/** An admin consents to a registration: an empty or broken list fails, whatever the link names. */
function findFlaw(authority: Authority, { application }: ConsentLink): EntraRefusal | undefined {
  const { requiredResourceAccess, appId } = application;
  const isWhole = requiredResourceAccess.every(({ resourceAppId, resourceAccess }) => {
    const resource = authority.directory.findPrincipal(resourceAppId);
    return resource && resourceAccess.every((entry) => findEntry(authority, resource, entry));
  });
  if (isWhole && requiredResourceAccess.length > 0) return undefined;
  const message = `Misconfigured required resource access in client application registration. App identifier: ${appId}.`;
  return new EntraRefusal(1003031, "access_denied", message);
}

/** One resource a link is what the sandbox knows how to answer; others are refused and not guessed at. */
function requireOneResource(text: string, resources: readonly AskedResource[]): void {
  if (resources.length > 1) throw invalidScope(text, "It asks for more than one resource.");
}

function listResource(authority: Authority, link: ConsentLink, asked: AskedResource) {
  const { principal } = asked.resource;
  if (!asked.isDefault) return principal ? listNamed(authority, principal, asked.values) : [];
  const isWhole = authority.switches.defaultReach === "registration";
  const all = listRegistered(authority, link);
  const own = isWhole ? all : all.filter(({ resource }) => resource.id === principal?.id);
  if (own.length === 0 && link.application.requiredResourceAccess.length > 0) {
    throw notRegistered(link, asked);
  }
  // A person's sign-in grants delegated permissions only.
  return link.kind === "authorize" ? own.filter(({ type }) => type === "delegated") : own;
}

function notRegistered({ application }: ConsentLink, { resource }: AskedResource): EntraRefusal {
  const { appId, displayName, requiredResourceAccess } = application;
  const known = requiredResourceAccess.map(({ resourceAppId }) => resourceAppId).join(", ");
  const message = `Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: ${appId}(${displayName}). Resource value from request: ${resource.audience}. Resource app ID: ${resource.principal?.appId}. List of valid resources from app registration: ${known}.`;
  return new EntraRefusal(650057, "invalid_resource", message);
}

function listNamed(
  authority: Authority,
  resource: ServicePrincipal | undefined,
  values: readonly string[],
): AskedPermission[] {
  const scopes = resource?.oauth2PermissionScopes ?? [];
  return values.flatMap((value) => {
    const scope = scopes.find((one) => one.value === value);
    return resource && scope
      ? (findEntry(authority, resource, { id: scope.id, type: "Scope" }) ?? [])
      : [];
  });
}

function listRegistered(authority: Authority, { application }: ConsentLink): AskedPermission[] {
  return application.requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) => {
    const resource = authority.directory.findPrincipal(resourceAppId);
    if (!resource) return [];
    const found = resourceAccess.flatMap((entry) => findEntry(authority, resource, entry) ?? []);
    return found.toSorted((one, other) => other.type.localeCompare(one.type));
  });
}

function findEntry(
  { exclusions }: Authority,
  resource: ServicePrincipal,
  { id, type }: { readonly id: string; readonly type: "Scope" | "Role" },
): AskedPermission | undefined {
  if (type === "Role") {
    const role = resource.appRoles.find((one) => one.id === id);
    if (!role) return undefined;
    const { value, displayName: title } = role;
    return { resource, type: "application", id, value, title, isUserConsentable: false };
  }
  const scope = resource.oauth2PermissionScopes.find((one) => one.id === id);
  if (!scope) return undefined;
  const { value, adminConsentDisplayName: title } = scope;
  const isExcluded = exclusions.some(
    (one) => one.value === value && one.resourceAppId === resource.appId,
  );
  const isUserConsentable = scope.type === "User" && !isExcluded;
  return { resource, type: "delegated", id, value, title, isUserConsentable };
}

function graph({ directory }: Authority): ServicePrincipal | undefined {
  return directory.findPrincipal(graphAppId);
}
