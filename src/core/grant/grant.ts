import type { PermissionType, Resource } from "../permission/index.ts";

/** A permission as a tenant names it. */
export interface TenantPermission {
  /** Which of the known resource apps owns it; null for any other API. */
  readonly resource: Resource | null;
  /** Display name of the resource app; its object id or app id where the tenant gave no name. */
  readonly resourceName: string;
  readonly type: PermissionType;
  /** Scope value or value of the app role; null where an id stands for nothing that the tenant lists. */
  readonly value: string | null;
  /** Id of the scope or app role, where the source gives one: delegated grants hold values only. */
  readonly id: string | null;
}

/**
 * A stored fact of a tenant: an oauth2PermissionGrant, one value at a time, or an appRoleAssignment.
 * Source: learn.microsoft.com/graph/api/resources/oauth2permissiongrant and /approleassignment.
 */
export interface Grant extends TenantPermission {
  /** `tenant`: delegated for everybody (AllPrincipals); `person`: delegated for one; `app`: application. */
  readonly reach: "tenant" | "person" | "app";
  /** Object id of the one person. */
  readonly personId?: string;
}

/** What a tenant says an app is. */
export interface AppRecord {
  /** Application (client) id, lower case. */
  readonly clientId: string;
  /** Object id of its service principal (enterprise application) in the tenant. */
  readonly objectId: string;
  readonly name: string;
  /** As the app's owner wrote it; anybody can write anything. Null where none is given. */
  readonly publisher: string | null;
  /** Name of the publisher that Microsoft has verified; null where there is none. */
  readonly verifiedPublisher: string | null;
  /** Tenant in which the app registration lives. */
  readonly homeTenantId: string | null;
  readonly isEnabled: boolean;
}

/** A part of a reading that could not be read, and why in one word. */
export interface Gap {
  readonly part: "delegated" | "application" | "registration";
  /** `foreign`: the registration lives in another tenant; `cut`: more pages than are read. */
  readonly reason: "refused" | "busy" | "unreachable" | "foreign" | "cut";
}

/** All that a tenant says about one app at one moment. */
export interface TenantReading {
  readonly app: AppRecord;
  readonly grants: readonly Grant[];
  /** What the app registration lists (requiredResourceAccess); null where it could not be read. */
  readonly requested: readonly TenantPermission[] | null;
  /** Parts that are missing above; empty for a whole reading. */
  readonly gaps: readonly Gap[];
  /**
   * With whose rights it was read, where a person asked: their own, or for delegated grants also the
   * permission that an administrator gave to Consentry.
   */
  readonly readAs?: "person" | "both";
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** Graph requests that it took. */
  readonly requests: number;
}
