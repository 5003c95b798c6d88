import type { KnownResource } from "./known-resources.ts";
import { Principal, Registration, RoleAssignment, ScopeGrant } from "./rows.ts";
import type { ListAnswer, Session } from "./session.ts";

const APP_FIELDS = "id,appId,displayName,accountEnabled,appOwnerOrganizationId,verifiedPublisher";
const LISTS = "appRoles,oauth2PermissionScopes";

/**
 * The service principal of an app, and those of resource apps with all that they list.
 * Least privilege of this and the calls below: Directory.Read.All, which the grants of scopes need.
 */
export function listPrincipals(
  session: Session,
  clientId: string,
  resources: readonly KnownResource[],
): Promise<ListAnswer<Principal>> {
  const ids = [...new Set([clientId, ...resources.map(({ appId }) => appId)])];
  const quoted = ids.map((id) => `'${id}'`).join(",");
  const query =
    resources.length === 0
      ? { $filter: `appId eq ${quoted}`, $select: APP_FIELDS }
      : { $filter: `appId in (${quoted})`, $select: `${APP_FIELDS},${LISTS}` };
  return session.list({ path: "/servicePrincipals", query, row: Principal });
}

export function listRegistrations(
  session: Session,
  clientId: string,
): Promise<ListAnswer<Registration>> {
  const query = {
    $filter: `appId eq '${clientId}'`,
    $select: "appId,publisherDomain,requiredResourceAccess",
  };
  return session.list({ path: "/applications", query, row: Registration });
}

/** Application permissions that are granted to a service principal. */
export function listRoles(session: Session, objectId: string): Promise<ListAnswer<RoleAssignment>> {
  const path = `/servicePrincipals/${objectId}/appRoleAssignments`;
  return session.list({ path, query: { $top: "999" }, row: RoleAssignment });
}

/** Delegated permissions: the filter by client is what keeps the delay after a grant short. */
export function listScopes(session: Session, objectId: string): Promise<ListAnswer<ScopeGrant>> {
  const query = { $filter: `clientId eq '${objectId}'`, $top: "999" };
  return session.list({ path: "/oauth2PermissionGrants", query, row: ScopeGrant });
}

/**
 * Service principals by a name of any content: those that have it whole, or those that begin with it; both
 * without regard to case, and in no order.
 * Source: learn.microsoft.com/graph/api/resources/serviceprincipal, on `$filter` of `displayName`.
 */
export function listNamed(
  session: Session,
  text: string,
  { match, enough }: { readonly match: "whole" | "beginning"; readonly enough: number },
): Promise<ListAnswer<Principal>> {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  const $filter =
    match === "whole" ? `displayName eq ${quoted}` : `startswith(displayName,${quoted})`;
  const query = { $filter, $select: APP_FIELDS, $top: String(enough) };
  return session.list({ path: "/servicePrincipals", query, row: Principal, enough });
}
