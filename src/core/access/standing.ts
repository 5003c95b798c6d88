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

/** The people to whom a tenant's settings give a role of Consentry's own. */
export interface Appointed {
  readonly catalogManagers: readonly Named[];
  readonly approvers: readonly Named[];
}

/** Roles of Entra ID and Consentry's own together. A guest has neither, whatever was assigned. */
export function toStanding(facts: TokenFacts, { catalogManagers, approvers }: Appointed): Standing {
  const { personId, isGuest, roles } = facts;
  if (isGuest) return { isMember: false, roles: new Set() };
  const isNamed = (people: readonly Named[]) => people.some(({ id }) => id === personId);
  return {
    isMember: true,
    roles: new Set([
      ...roles,
      ...(isNamed(catalogManagers) ? (["catalog-manager"] as const) : []),
      ...(isNamed(approvers) ? (["approver"] as const) : []),
    ]),
  };
}
