import {
  casesOfSelection,
  parseSelection,
  requirePermissions,
} from "../../../src/core/advisor/index.ts";
import {
  type AppRecord,
  compareGrants,
  type Grant,
  type GrantReport,
  type TenantPermission,
  type TenantReading,
  toTenantPermission,
} from "../../../src/core/grant/index.ts";
import { catalogue } from "../../support/catalogue.ts";

export const TENANT = "11111111-2222-3333-4444-555555555555";
export const CLIENT_ID = "66666666-7777-8888-9999-aaaaaaaaaaaa";
/** 2026-10-01T14:05Z. */
export const READ_AT = Date.UTC(2026, 9, 1, 14, 5);

export function buildApp(overrides: Partial<AppRecord> = {}): AppRecord {
  return {
    clientId: CLIENT_ID,
    objectId: "bbbbbbbb-0000-4000-8000-000000000001",
    name: "AutoStore Mail",
    publisher: "Contoso IT",
    verifiedPublisher: null,
    homeTenantId: TENANT,
    isEnabled: true,
    ...overrides,
  };
}

export function buildGrant(overrides: Partial<Grant> = {}): Grant {
  return {
    resource: "graph",
    resourceName: "Microsoft Graph",
    type: "delegated",
    value: "Mail.Send",
    id: null,
    reach: overrides.type === "application" ? "app" : "tenant",
    ...overrides,
  };
}

export function buildReading(overrides: Partial<TenantReading> = {}): TenantReading {
  return {
    app: buildApp(),
    grants: [],
    requested: [],
    gaps: [],
    readAt: READ_AT,
    requests: 4,
    ...overrides,
  };
}

/** What the set-ups of a code need to have configured. */
export function requirementsOf(code: string) {
  const selection = parseSelection(catalogue, code) ?? [];
  return requirePermissions(catalogue, casesOfSelection(catalogue, selection));
}

/** What a code needs to have configured, as a tenant names it. */
export function neededBy(code: string): TenantPermission[] {
  return requirementsOf(code)
    .filter(({ phase }) => phase === "configured")
    .map(toTenantPermission);
}

/** Grants of all that a code needs to have configured. */
export function grantsFor(code: string): Grant[] {
  return neededBy(code).map((permission) =>
    buildGrant({ ...permission, reach: permission.type === "application" ? "app" : "tenant" }),
  );
}

export function reportFor(code: string, reading: TenantReading): GrantReport {
  return compareGrants(catalogue, requirementsOf(code), reading);
}

/** Permissions of no use to anybody, such as an app gathers in years. */
export function manyGrants(count: number): Grant[] {
  return Array.from({ length: count }, (_, index) =>
    buildGrant({
      resource: index % 3 === 0 ? null : "graph",
      resourceName:
        index % 3 === 0 ? `Contoso line of business ${index} (production)` : "Microsoft Graph",
      type: index % 2 === 0 ? "delegated" : "application",
      value: index % 7 === 0 ? null : `Contoso.Department${index}.ReadWrite.All`,
      id: `cccccccc-0000-4000-8000-${String(index).padStart(12, "0")}`,
      reach: index % 2 === 0 ? "tenant" : "app",
    }),
  );
}
