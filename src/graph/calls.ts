import type { KnownResource } from "./known-resources.ts";
import { Principal, Registration, RoleAssignment, ScopeGrant } from "./rows.ts";
import type { ListAnswer, Session } from "./session.ts";

// Each function makes one call of the registry, and no other function makes it.

const APP_FIELDS = "id,appId,displayName,accountEnabled,appOwnerOrganizationId,verifiedPublisher";
const LISTS = "appRoles,oauth2PermissionScopes";

/** Which service principals. */
export type PrincipalQuery =
  /** That of an app, and those of resource apps with all that they list. */
  | {
      readonly by: "app";
      readonly clientId: string;
      readonly resources: readonly KnownResource[];
    }
  /**
   * By a name of any content: those that have it whole, or those that begin with it; both without regard
   * to case, and in no order.
   */
  | {
      readonly by: "name";
      readonly text: string;
      readonly match: "whole" | "beginning";
      readonly enough: number;
    };

/** Source: learn.microsoft.com/graph/api/resources/serviceprincipal, on `$filter` of `displayName` */
export function listPrincipals(
  session: Session,
  wanted: PrincipalQuery,
): Promise<ListAnswer<Principal>> {
  const call = "principals.list";
  if (wanted.by === "app") return session.list({ call, query: toAppQuery(wanted), row: Principal });
  const { enough } = wanted;
  const query = { ...toNameQuery(wanted), $select: APP_FIELDS, $top: String(enough) };
  return session.list({ call, query, row: Principal, enough });
}

function toAppQuery({ clientId, resources }: Extract<PrincipalQuery, { by: "app" }>) {
  const ids = [...new Set([clientId, ...resources.map(({ appId }) => appId)])];
  const quoted = ids.map((id) => `'${id}'`).join(",");
  if (resources.length === 0) return { $filter: `appId eq ${quoted}`, $select: APP_FIELDS };
  return { $filter: `appId in (${quoted})`, $select: `${APP_FIELDS},${LISTS}` };
}

function toNameQuery({ text, match }: Extract<PrincipalQuery, { by: "name" }>) {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return {
    $filter: match === "whole" ? `displayName eq ${quoted}` : `startswith(displayName,${quoted})`,
  };
}

export function listRegistrations(
  session: Session,
  clientId: string,
): Promise<ListAnswer<Registration>> {
  const query = {
    $filter: `appId eq '${clientId}'`,
    $select: "appId,publisherDomain,requiredResourceAccess",
  };
  return session.list({ call: "registrations.list", query, row: Registration });
}

/** Application permissions that are granted to a service principal. */
export function listRoles(session: Session, objectId: string): Promise<ListAnswer<RoleAssignment>> {
  const params = { id: objectId };
  const query = { $top: "999" };
  return session.list({ call: "principal.roles", params, query, row: RoleAssignment });
}

/** Delegated permissions: the filter by client is what keeps the delay after a grant short. */
export function listScopes(session: Session, objectId: string): Promise<ListAnswer<ScopeGrant>> {
  const query = { $filter: `clientId eq '${objectId}'`, $top: "999" };
  return session.list({ call: "grants.list", query, row: ScopeGrant });
}
