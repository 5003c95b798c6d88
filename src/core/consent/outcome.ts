import type { TenantPermission } from "../grant/index.ts";

/**
 * Where a consent request stands. Only `granted` is a green tick, and only the directory gives it: what a
 * redirect says chooses at most the words for what is not granted.
 */
export type ConsentOutcome =
  /** The directory shows everything that was asked for. */
  | { readonly kind: "granted" }
  /** The directory shows a part of it. */
  | { readonly kind: "partial"; readonly missing: readonly TenantPermission[] }
  /**
   * Nothing of what was asked for: something else was granted since the link was made, or, where `granted`
   * is empty, the registration does not list what the page was to grant.
   */
  | {
      readonly kind: "other";
      readonly granted: readonly TenantPermission[];
      readonly missing: readonly TenantPermission[];
    }
  /** The page said yes, and the directory does not show it yet. */
  | { readonly kind: "replicating" }
  /** The page said yes, and the directory could not be asked: nothing is proved. */
  | {
      readonly kind: "unproved";
      readonly reason: "not-connected" | "busy" | "unreachable" | "absent";
    }
  /** The person closed the page without an answer. */
  | { readonly kind: "cancelled" }
  /** The person said no. */
  | { readonly kind: "declined" }
  /** The person may not grant this; an admin has to. */
  | { readonly kind: "needs-admin" }
  /** The page ended with another error; `code` as in catalogue/consent.json, null for one without number. */
  | { readonly kind: "failed"; readonly code: string | null }
  /** The answer came for another tenant than the one that the link was made for. */
  | { readonly kind: "other-tenant" }
  /** Nobody came back before the link expired. */
  | { readonly kind: "expired" };
