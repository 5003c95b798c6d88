import type { EntraRole } from "./roles.ts";
import type { Standing } from "./who.ts";

/** What a verified token says of somebody, as far as it decides where they may go. */
export interface TokenFacts {
  readonly personId: string;
  readonly isGuest: boolean;
  readonly roles: readonly EntraRole[];
}

/** Somebody by Entra object id. */
interface Named {
  readonly id: string;
}

/** Whom a tenant's settings give a role of Consentry's own: people by name, or a role of Entra ID. */
export interface Appointed {
  readonly catalogManagers: readonly Named[];
  readonly approvers: readonly Named[];
  readonly approval: { readonly roles: readonly EntraRole[] };
}

/**
 * Roles of Entra ID and Consentry's own together, as the settings give them now. A guest has neither, whatever
 * was assigned.
 */
export function toStanding(facts: TokenFacts, appointed: Appointed): Standing {
  const { personId, isGuest, roles } = facts;
  if (isGuest) return { isMember: false, roles: new Set() };
  const { catalogManagers, approvers, approval } = appointed;
  const isNamed = (people: readonly Named[]) => people.some(({ id }) => id === personId);
  const isApprover = isNamed(approvers) || roles.some((role) => approval.roles.includes(role));
  return {
    isMember: true,
    roles: new Set([
      ...roles,
      ...(isNamed(catalogManagers) ? (["catalog-manager"] as const) : []),
      ...(isApprover ? (["approver"] as const) : []),
    ]),
  };
}
