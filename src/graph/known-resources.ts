import { createHash } from "node:crypto";
import { type BoundedMap, createBoundedMap } from "../core/bounded-map.ts";
import type { PermissionFacts, PermissionType, Resource } from "../core/permission/index.ts";
import type { Clock } from "../ports/index.ts";
import type { Principal } from "./rows.ts";

type Values = ReadonlyMap<string, string>;

/** A resource app that the catalogue knows: what its ids stand for where a tenant does not say. */
export interface KnownResource {
  readonly resource: Resource;
  /** Lower case. */
  readonly appId: string;
  readonly name: string;
  /** Id -> value, of each type. */
  readonly values: Readonly<Record<PermissionType, Values>>;
}

/** The resource apps of the catalogue's facts (`catalogue.facts`). */
export function toKnownResources(facts: PermissionFacts): readonly KnownResource[] {
  return Object.entries(facts.resources).map(([key, { appId, displayName }]) => {
    const resource = key as Resource;
    const listed = facts.permissions.filter((one) => one.key.startsWith(`${resource}:`));
    const values = (type: PermissionType) =>
      new Map(
        listed.flatMap((one) => (one[type] ? [[one[type].id.toLowerCase(), one.value]] : [])),
      );
    const both = { delegated: values("delegated"), application: values("application") };
    return { resource, appId: appId.toLowerCase(), name: displayName, values: both };
  });
}

/** A known resource as one tenant lists it. */
export interface TenantResource extends KnownResource {
  /** Object id of its service principal there. */
  readonly objectId: string;
}

/** What one tenant says of the known resources. */
export interface TenantResources {
  readonly byObjectId: ReadonlyMap<string, TenantResource>;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

/**
 * Keeps what the resource principals of a tenant list, because that is large and rarely changes. A reader
 * is a tenant, where Consentry reads with its own permission, or a person in it (`tenant|person`): what one
 * of them was shown is used for no other.
 */
export interface ResourceShelf {
  /** What is kept and not too old. */
  get(reader: string): TenantResources | undefined;
  /** Keeps what is found among the principals. */
  keep(reader: string, principals: readonly Principal[]): TenantResources;
  /** An id was not found: the next reading looks again, unless the last look was just now. */
  doubt(reader: string): void;
  /** A known resource was missing, and something stands on it: the next reading looks again. */
  forget(reader: string): void;
}

const DAY = 24 * 60 * 60 * 1000;
const JUST_NOW = 10 * 60 * 1000;
/** Readers that are kept; each takes some hundred bytes, because equal lists are kept once. */
const MAX_READERS = 20_000;
/** Different lists that are kept, some 100 kB each. Nearly all tenants show the same two. */
const MAX_LISTS = 200;

export function createResourceShelf(known: readonly KnownResource[], clock: Clock): ResourceShelf {
  const kept = createBoundedMap<KeptReader>(MAX_READERS);
  const lists = createBoundedMap<KnownResource["values"]>(MAX_LISTS);
  const isOlder = (reader: string, age: number) =>
    clock.now() - (kept.get(reader)?.readAt ?? 0) >= age;
  return {
    get: (reader) => {
      const found = kept.get(reader);
      return found && !isOlder(reader, DAY) ? takeOut(found, lists) : undefined;
    },
    keep: (reader, principals) => {
      const found = findKnown(known, principals);
      const readAt = clock.now();
      kept.set(reader, { readAt, resources: found.map((one) => putAway(one, lists)) });
      return { byObjectId: new Map(found.map((one) => [one.objectId, one])), readAt };
    },
    doubt: (reader) => {
      if (isOlder(reader, JUST_NOW)) kept.delete(reader);
    },
    forget: (reader) => kept.delete(reader),
  };
}

/** What is kept of a reader; `list` names what they were shown. */
interface KeptReader {
  readonly readAt: number;
  readonly resources: readonly (Omit<TenantResource, "values"> & { readonly list: string })[];
}

type Lists = BoundedMap<KnownResource["values"]>;

/** Equal lists are one, whoever was shown them; a hash that nobody can aim at says which are equal. */
function putAway({ values, ...resource }: TenantResource, lists: Lists) {
  const hash = createHash("sha256");
  for (const type of ["delegated", "application"] as const)
    hash.update(JSON.stringify([...values[type]].sort(([one], [other]) => (one < other ? -1 : 1))));
  const list = hash.digest("base64url");
  if (!lists.get(list)) lists.set(list, values);
  return { ...resource, list };
}

/** @returns undefined where a list of theirs is not kept any more */
function takeOut({ readAt, resources }: KeptReader, lists: Lists): TenantResources | undefined {
  const byObjectId = new Map<string, TenantResource>();
  for (const { list, ...resource } of resources) {
    const values = lists.get(list);
    if (!values) return undefined;
    byObjectId.set(resource.objectId, { ...resource, values });
  }
  return { byObjectId, readAt };
}

function findKnown(known: readonly KnownResource[], principals: readonly Principal[]) {
  return known.flatMap((resource): TenantResource[] => {
    const principal = principals.find(({ appId }) => appId === resource.appId);
    return principal ? [joinValues(resource, principal)] : [];
  });
}

/** The tenant's own lists count; the catalogue fills in what they leave out. */
function joinValues(known: KnownResource, principal: Principal): TenantResource {
  const values = {
    delegated: new Map([...known.values.delegated, ...toPairs(principal.oauth2PermissionScopes)]),
    application: new Map([...known.values.application, ...toPairs(principal.appRoles)]),
  };
  const name = principal.displayName ?? known.name;
  return { ...known, name, values, objectId: principal.id };
}

function toPairs(listed: Principal["appRoles"]): [string, string][] {
  return (listed ?? []).flatMap(({ id, value }) => (value ? [[id, value]] : []));
}
