import type { Requirement } from "../advisor/index.ts";
import type { AppRecord, Gap, Grant, TenantPermission } from "./grant.ts";

/** How a permission stands between what is needed, what is requested and what is granted. */
export type RowState =
  /** Needed and granted. */
  | "granted"
  /** Needed and not granted, or not for everybody. */
  | "missing"
  /** Needed, and a granted one that reaches further covers it. */
  | "wider"
  /** Granted and requested, and none of the named set-ups needs it. */
  | "excess"
  /** Granted, and the app registration does not request it any more. */
  | "ghost"
  /** Could not be read, or stands for nothing that the tenant or the catalogue lists. */
  | "unknown";

/** What a row's state leaves out. */
export type RowHint =
  /** Granted for single persons only, not for everybody. */
  | "per-person"
  /** Granted in the other type only, which does not help. */
  | "other-type"
  /** Granted, and the registration does not list it: the next `.default` consent may drop it. */
  | "not-requested"
  /** Comes with every sign-in and may stay. */
  | "sign-in"
  /** The vendor's approval adds it later. */
  | "added-on-approval";

/** What to do about a row. */
export type Remedy =
  | "none"
  /** Open the consent link. */
  | "consent"
  /** Add it to the app registration, then consent. */
  | "register-and-consent"
  /** Take the grant away once nothing else uses it. */
  | "remove"
  /** Grant the narrower one, test, then take the wider away. */
  | "narrow"
  /** Look in the portal: Consentry could not read it. */
  | "look";

/** One permission of a report. */
export interface GrantRow {
  readonly state: RowState;
  readonly permission: TenantPermission;
  /** What asks for it; null for what nothing named asks for. */
  readonly requirement: Requirement | null;
  /** The grants that the row is about: what covers the requirement, or what is too much. */
  readonly grants: readonly Grant[];
  /** Whether the app registration lists it; null where that could not be read. */
  readonly isRequested: boolean | null;
  readonly hints: readonly RowHint[];
  readonly remedy: Remedy;
  /** Ids of `grantRoles` of catalogue/consent.json that may do it; empty where nothing is to do. */
  readonly roles: readonly string[];
}

/** Needed, requested and granted of one app, side by side. */
export interface GrantReport {
  readonly app: AppRecord;
  /** Needed ones first in the order of the requirements, then excess, ghost and unknown. */
  readonly rows: readonly GrantRow[];
  /** `complete` when every configured requirement is granted or covered; `unclear` when a gap leaves it open. */
  readonly verdict: "complete" | "incomplete" | "unclear";
  /** Requested by the registration, neither needed nor granted: a `.default` consent would grant them. */
  readonly requestedOnly: readonly TenantPermission[];
  readonly gaps: readonly Gap[];
  /** Milliseconds since 1970. */
  readonly readAt: number;
}
