import type { EntraRole, OwnRole } from "./roles.ts";

/** Who may take a route, from everybody to few. */
export const WHO = ["anyone", "member", "catalog-manager", "approver", "admin"] as const;
/** One of {@link WHO}. */
export type Who = (typeof WHO)[number];

/** What is known of somebody: nothing of it is believed without a verified token, or Teams' own word. */
export interface Standing {
  /** One of the tenant's own people: no guest, nobody of another tenant. */
  readonly isMember: boolean;
  readonly roles: ReadonlySet<EntraRole | OwnRole>;
}

/** Somebody of whom nothing is known. */
export const STRANGER: Standing = { isMember: false, roles: new Set() };

/**
 * Roles that let a member in, by route. Administrators of Teams and of the tenant run Consentry; who decides on
 * requests is theirs to say, in Settings.
 */
const ROLES: Readonly<Record<Exclude<Who, "anyone" | "member">, readonly (EntraRole | OwnRole)[]>> =
  {
    admin: ["global-administrator", "teams-administrator"],
    "catalog-manager": ["catalog-manager"],
    approver: ["approver"],
  };

/** True when somebody of that standing may take a route for those people. Guests take only open ones. */
export function mayEnter(who: Who, { isMember, roles }: Standing): boolean {
  if (who === "anyone") return true;
  if (!isMember) return false;
  return who === "member" || ROLES[who].some((role) => roles.has(role));
}

/** Roles of which one is needed; empty where none is. */
export function rolesFor(who: Who): readonly (EntraRole | OwnRole)[] {
  return who === "anyone" || who === "member" ? [] : ROLES[who];
}

/** True where a route needs more than what Teams says of somebody: a verified token of theirs. */
export function needsRoles(who: Who): boolean {
  return rolesFor(who).length > 0;
}
