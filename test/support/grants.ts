import { type Case, type Requirement, requirePermissions } from "../../src/core/advisor/index.ts";
import type {
  AppRecord,
  Grant,
  TenantPermission,
  TenantReading,
} from "../../src/core/grant/index.ts";
import { toTenantPermission } from "../../src/core/grant/index.ts";
import type { PermissionType } from "../../src/core/permission/index.ts";
import { catalogue } from "./catalogue.ts";

/** The app that readings are about. */
export const APP: AppRecord = {
  clientId: "11111111-2222-4333-8444-555555555555",
  objectId: "99999999-8888-4777-8666-555555555555",
  name: "AutoStore",
  publisher: null,
  verifiedPublisher: null,
  homeTenantId: "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee",
  isEnabled: true,
};

/** `graph:Mail.Send` or `exo:…`, also for values that the catalogue does not have. */
export function permissionOf(name: string, type: PermissionType = "delegated"): TenantPermission {
  const known = catalogue.permissions.get(name);
  if (known) return toTenantPermission({ permission: known, type });
  const [resource = "", value = ""] = name.split(":");
  const isKnown = resource === "graph" || resource === "exo";
  return {
    resource: isKnown ? resource : null,
    resourceName: isKnown ? catalogue.facts.resources[resource].displayName : resource,
    type,
    value,
    id: null,
  };
}

/** A delegated grant: for everybody, or for the person that is named. */
export function grantOf(name: string, personId?: string): Grant {
  const permission = permissionOf(name, "delegated");
  return personId === undefined
    ? { ...permission, reach: "tenant" }
    : { ...permission, reach: "person", personId };
}

/** An application grant. */
export function roleOf(name: string): Grant {
  return { ...permissionOf(name, "application"), reach: "app" };
}

/** A whole reading of an app that holds nothing and requests nothing. */
export function buildReading(overrides: Partial<TenantReading> = {}): TenantReading {
  return {
    app: APP,
    grants: [],
    requested: [],
    gaps: [],
    readAt: 1_700_000_000_000,
    requests: 4,
    ...overrides,
  };
}

/** A reading in which everything granted is also requested. */
export function buildTidyReading(grants: readonly Grant[]): TenantReading {
  const requested = grants.map(({ resource, resourceName, type, value, id }) => ({
    resource,
    resourceName,
    type,
    value,
    id,
  }));
  return buildReading({ grants, requested });
}

/** One need of the given permission, with no case behind it. */
export function requirementOf(
  name: string,
  { type = "delegated", phase = "configured" }: Partial<Pick<Requirement, "type" | "phase">> = {},
): Requirement {
  const permission = catalogue.permissions.get(name);
  const form = permission?.[type];
  if (!permission || !form) throw new RangeError(`no ${type} ${name}`);
  return { permission, type, form, phase, reasons: [] };
}

/** All needs of cases. */
export function requirementsOf(...cases: readonly Case[]): Requirement[] {
  return requirePermissions(catalogue, cases);
}
