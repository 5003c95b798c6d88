import { fingerprint } from "../fingerprint.ts";
import type { TenantPermission } from "../grant/index.ts";
import { PermissionType, Resource } from "../permission/index.ts";

/** Longest name of an API or a permission in a name: anybody can write anything. */
const LIMIT = 60;

/**
 * Names a permission in one line, to be compared and kept: `graph Mail.Send application`, and
 * `api:Contoso API Files.Read delegated` for APIs that are not known. Anybody can call an API `graph`.
 */
export function namePermission({
  resource,
  resourceName,
  type,
  value,
  id,
}: TenantPermission): string {
  const api = resource ?? `api:${shorten(resourceName)}`;
  return [api, shorten(value ?? id ?? "").replace(/\s+/g, "_"), type].join(" ");
}

/** What a name of a permission says. */
export interface NamedPermission {
  /** Null for an API that is not known. */
  readonly resource: Resource | null;
  readonly resourceName: string;
  readonly type: PermissionType;
  readonly value: string;
}

/** Reads what {@link namePermission} wrote. @returns undefined for anything else */
export function parsePermission(name: string): NamedPermission | undefined {
  const [, api = "", value = "", last] = /^(.+) (\S*) (\S+)$/s.exec(name) ?? [];
  const type = PermissionType.safeParse(last).data;
  if (!type) return undefined;
  if (api.startsWith("api:"))
    return { resource: null, resourceName: api.slice("api:".length), type, value };
  const resource = Resource.safeParse(api).data;
  return resource && { resource, resourceName: api, type, value };
}

/** Two long names that begin alike stay two. */
function shorten(text: string): string {
  if (text.length <= LIMIT) return text;
  const start = text.slice(0, LIMIT).replace(/[\uD800-\uDBFF]$/, "");
  return `${start}#${fingerprint(text)}`;
}
