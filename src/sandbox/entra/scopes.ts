import type { Application } from "../directory/tenant-directory.ts";
import type { Authority } from "./authority.ts";
import { EntraRefusal, invalidScope } from "./refusal.ts";
import { type Resource, requireResource } from "./resources.ts";

/** Scopes of OpenID Connect: they name no resource and go with all others. */
export const openIdScopes: readonly string[] = ["openid", "profile", "email", "offline_access"];

/** The scopes of one resource in a request. */
export interface AskedResource {
  readonly resource: Resource;
  /** What stands before each value, as written: `https://graph.microsoft.com/`, or nothing. */
  readonly prefix: string;
  /** Values as the resource spells them; empty for `.default`. */
  readonly values: readonly string[];
  readonly isDefault: boolean;
}

export interface AskedScopes {
  readonly text: string;
  readonly openId: readonly string[];
  readonly resources: readonly AskedResource[];
}

/**
 * Reads a `scope` parameter. OpenID Connect scopes alone mean Microsoft Graph.
 * https://learn.microsoft.com/entra/identity-platform/scopes-oidc
 * @throws EntraRefusal 70011, 500011, 90009 or 650053
 */
export function readScopes(
  authority: Authority,
  application: Application,
  text: string,
): AskedScopes {
  const words = text.split(/\s+/).filter(Boolean);
  const openId = words.filter((word) => openIdScopes.includes(word));
  const singles = words.filter((word) => !openIdScopes.includes(word)).map(toSingle);
  requireNoMix(singles, text);
  const prefixes = [...new Set(singles.map(({ prefix }) => prefix))];
  const resources = prefixes.map((prefix) => {
    const own = singles.filter((single) => single.prefix === prefix);
    return readResource(authority, application, own);
  });
  const isBare = singles.length === 0 && openId.length > 0;
  const asked = isBare ? [readResource(authority, application, [])] : joinSame(resources);
  return { text: words.join(" "), openId, resources: asked };
}

interface Single {
  readonly prefix: string;
  readonly value: string;
}

/** `https://graph.microsoft.com/Mail.Send`; a value alone belongs to Microsoft Graph. */
function toSingle(word: string): Single {
  const cut = word.lastIndexOf("/") + 1;
  const single = { prefix: word.slice(0, cut), value: word.slice(cut) };
  if (single.value !== "" && !/^[a-z-]+:\/{1,2}$/i.test(single.prefix)) return single;
  throw invalidScope(word, "It names no permission.");
}

function requireNoMix(singles: readonly Single[], text: string): void {
  const defaults = singles.filter(({ value }) => value === ".default");
  if (defaults.length === 0 || singles.length === 1) return;
  throw invalidScope(text, ".default scope can't be combined with resource-specific scopes.");
}

function readResource(
  authority: Authority,
  application: Application,
  singles: readonly Single[],
): AskedResource {
  const prefix = singles[0]?.prefix ?? "";
  const address = prefix.slice(0, -1) || (authority.resources[0]?.addresses[0] ?? "");
  const resource = requireResource(authority, address);
  requireOther(application, resource, address);
  const isDefault = singles[0]?.value === ".default";
  const values = isDefault
    ? []
    : singles.map(({ value }) => requireValue(application, resource, value));
  return { resource, prefix, values: [...new Set(values)], isDefault };
}

/** An app that wants a token for itself has to name itself by its app id. */
function requireOther(application: Application, { principal }: Resource, address: string): void {
  const { appId, displayName } = application;
  if (principal?.appId !== appId || address.toLowerCase() === appId.toLowerCase()) return;
  const message = `Application '${appId}'(${displayName}) is requesting a token for itself. This scenario is supported only if resource is specified using the GUID based App Identifier.`;
  throw new EntraRefusal(90009, "invalid_request", message);
}

function requireValue(application: Application, resource: Resource, value: string): string {
  const scopes = resource.principal?.oauth2PermissionScopes ?? [];
  const found = scopes.find(
    (scope) => scope.isEnabled && scope.value.toLowerCase() === value.toLowerCase(),
  );
  if (found) return found.value;
  const appId = resource.principal?.appId ?? resource.audience;
  const message = `The application '${application.displayName}' asked for scope '${value}' that doesn't exist on the resource '${appId}'. Contact the app vendor.`;
  throw new EntraRefusal(650053, "invalid_client", message);
}

/** A resource may be asked for by two of its names. */
function joinSame(resources: readonly AskedResource[]): readonly AskedResource[] {
  const joined = new Map<string, AskedResource>();
  for (const one of resources) {
    const key = one.resource.principal?.id ?? one.resource.audience;
    const known = joined.get(key);
    const values = [...new Set([...(known?.values ?? []), ...one.values])];
    joined.set(key, known ? { ...known, values } : one);
  }
  return [...joined.values()];
}
