import { createBoundedMap } from "../core/bounded-map.ts";
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
/** Some 200 kB each. */
const MAX_READERS = 100;

export function createResourceShelf(known: readonly KnownResource[], clock: Clock): ResourceShelf {
  const kept = createBoundedMap<TenantResources>(MAX_READERS);
  const isOlder = (reader: string, age: number) =>
    clock.now() - (kept.get(reader)?.readAt ?? 0) >= age;
  return {
    get: (reader) => (isOlder(reader, DAY) ? undefined : kept.get(reader)),
    keep: (reader, principals) => {
      const found = { byObjectId: findKnown(known, principals), readAt: clock.now() };
      kept.set(reader, found);
      return found;
    },
    doubt: (reader) => {
      if (isOlder(reader, JUST_NOW)) kept.delete(reader);
    },
    forget: (reader) => kept.delete(reader),
  };
}

function findKnown(known: readonly KnownResource[], principals: readonly Principal[]) {
  const found = known.flatMap((resource): TenantResource[] => {
    const principal = principals.find(({ appId }) => appId === resource.appId);
    return principal ? [joinValues(resource, principal)] : [];
  });
  return new Map(found.map((one) => [one.objectId, one]));
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
