import type { Requirement } from "../advisor/index.ts";
import {
  isHeld,
  registeredOf,
  type TenantPermission,
  type TenantReading,
  toPermission,
  toTenantPermission,
} from "../grant/index.ts";
import type { ConsentPart } from "./link.ts";

/** What opening one link will do, as far as the tenant tells. A list is null where it is not known. */
export interface PartPreview {
  /** The link's part; `part.requirements` is what it asks for. */
  readonly part: ConsentPart;
  /** Those of the requirements that are granted already. */
  readonly granted: readonly Requirement[] | null;
  /** `.default` only: what the registration lists besides, so that the page asks for it too. */
  readonly besides: readonly TenantPermission[] | null;
  /** `.default` only: needed, not registered, and so not granted by this link. */
  readonly notRegistered: readonly Requirement[] | null;
  /** Tenant-wide delegated grants that the new consent may drop, since it does not name them. */
  readonly mayDrop: readonly TenantPermission[] | null;
  /** Nothing is left to grant; null where that is not known. */
  readonly isWhollyGranted: boolean | null;
}

/**
 * Says for each link what its page will ask for, grant, leave out and perhaps drop.
 * A new tenant-wide consent may revoke what was granted tenant-wide before and is not asked for again:
 * learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent.
 * @param reading null where the tenant could not be read: then nothing is known
 * @param personId whose own grants count where a link asks for one person
 */
export function planPreview(
  parts: readonly ConsentPart[],
  reading: TenantReading | null,
  personId: string | null = null,
): PartPreview[] {
  return parts.map((part) => (reading ? previewPart(part, reading, personId) : unknownPart(part)));
}

function unknownPart(part: ConsentPart): PartPreview {
  const isDefault = part.endpoint === "admin-default";
  return {
    part,
    granted: null,
    besides: isDefault ? null : [],
    notRegistered: isDefault ? null : [],
    mayDrop: part.endpoint === "user" ? [] : null,
    isWhollyGranted: null,
  };
}

function previewPart(
  part: ConsentPart,
  reading: TenantReading,
  personId: string | null,
): PartPreview {
  const who = part.endpoint === "user" ? personId : null;
  const granted = part.requirements.filter((requirement) =>
    isHeld(reading.grants, toTenantPermission(requirement), who),
  );
  const open = part.requirements.filter((requirement) => !granted.includes(requirement));
  return {
    part,
    granted,
    ...compareRegistered(part, reading),
    mayDrop: findDropped(part, reading),
    isWhollyGranted: open.some(({ type }) => isUnread(reading, type)) ? null : open.length === 0,
  };
}

function isUnread({ gaps }: TenantReading, type: Requirement["type"]): boolean {
  return gaps.some(({ part }) => part === type);
}

/** A page that names its scopes takes no notice of the registration. */
function compareRegistered(
  part: ConsentPart,
  reading: TenantReading,
): Pick<PartPreview, "besides" | "notRegistered"> {
  if (part.endpoint !== "admin-default") return { besides: [], notRegistered: [] };
  const registered = registeredOn(part, reading);
  if (registered === null) return { besides: null, notRegistered: null };
  const isNeeded = (entry: TenantPermission) =>
    part.requirements.some((requirement) => isNamed(entry, requirement));
  return {
    besides: registered.filter((entry) => !isNeeded(entry)),
    notRegistered: part.requirements.filter(
      (requirement) => !registered.some((entry) => isNamed(entry, requirement)),
    ),
  };
}

/** Within one resource, type and value name a permission: a twin on the other is not asked for here. */
function isNamed(entry: TenantPermission, { permission, type }: Requirement): boolean {
  return entry.type === type && entry.value === permission.value;
}

function registeredOn(part: ConsentPart, reading: TenantReading): TenantPermission[] | null {
  return registeredOf(reading)?.filter((entry) => isOn(part, entry)) ?? null;
}

function isOn({ resource }: ConsentPart, permission: TenantPermission): boolean {
  return permission.resource === (resource === "outlook" ? "exo" : "graph");
}

function findDropped(part: ConsentPart, reading: TenantReading): TenantPermission[] | null {
  if (part.endpoint === "user") return [];
  if (isUnread(reading, "delegated")) return null;
  const kept = keptValues(part, reading);
  if (kept === null) return null;
  const present = reading.grants.filter((grant) => grant.reach === "tenant" && isOn(part, grant));
  return present.filter(({ value }) => value === null || !kept.has(value)).map(toPermission);
}

/** Delegated values that the new consent names, by itself or through the registration. */
function keptValues(part: ConsentPart, reading: TenantReading): Set<string | null> | null {
  if (part.endpoint === "admin-scopes")
    return new Set(part.requirements.map(({ permission }) => permission.value));
  const registered = registeredOn(part, reading);
  if (registered === null) return null;
  const delegated = registered.filter(({ type }) => type === "delegated");
  return new Set(delegated.map(({ value }) => value));
}
