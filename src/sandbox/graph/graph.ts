import type { Route } from "../http.ts";
import { type Access, readApps, readGrants, readOrganization, requireAccess } from "./access.ts";
import {
  toApplicationView,
  toAssignmentView,
  toGrantView,
  toOrganizationView,
  toPrincipalView,
} from "./entities.ts";
import { type MailRoutesOptions, sendMailRoutes } from "./mail-routes.ts";
import type { QueryShape } from "./query.ts";
import { badRequest, denied, GraphRefusal } from "./refusal.ts";
import { roleRoutes } from "./role-routes.ts";
import { teamRoutes } from "./team-routes.ts";
import { userRoutes } from "./user-routes.ts";
import { list, requirePrincipal, show, toRoute, type Visit } from "./visit.ts";

/**
 * Simulated Microsoft Graph: what reading a tenant's apps and grants takes, what people see of their teams,
 * who has a role, and mail. It refuses what it does not know, so that a client fails here where it would fail there.
 */
export function graphRoutes(options: MailRoutesOptions): readonly Route[] {
  const get = (path: string, access: Access, answer: (visit: Visit) => object): Route =>
    toRoute(options, "GET", path, (visit) => {
      requireAccess(visit.caller, access);
      return answer(visit);
    });
  const writes = ["POST", "PUT", "PATCH", "DELETE"] as const;
  return [
    get("servicePrincipals", readApps, listPrincipals),
    get("servicePrincipals/:id", readApps, showPrincipal),
    get("servicePrincipals/:id/appRoleAssignments", readApps, listAssignments),
    get("servicePrincipals/:id/oauth2PermissionGrants", readGrants, listGrantsOfPrincipal),
    get("oauth2PermissionGrants", readGrants, listGrants),
    get("applications", readApps, listApplications),
    get("organization", readOrganization, listOrganization),
    ...userRoutes(options),
    ...teamRoutes(options),
    ...roleRoutes(options),
    ...sendMailRoutes(options),
    toRoute(options, "GET", "*", refusePath),
    ...writes.map((method) => toRoute(options, method, "*", refuseWrite)),
    ...["GET" as const, ...writes].map((method) => toRoute(options, method, "/beta/*", refuseBeta)),
  ];
}

/** https://learn.microsoft.com/graph/api/serviceprincipal-list */
function listPrincipals(visit: Visit): object {
  const { directory } = visit.options;
  const rows = directory.listPrincipals().filter(({ id }) => directory.isReplicated(id));
  const [sample] = rows;
  const shape: QueryShape = {
    type: "microsoft.graph.servicePrincipal",
    properties: sample ? Object.keys(toPrincipalView(sample)) : [],
    isList: true,
    filterable: {
      resource: "ServicePrincipal",
      guids: ["appId"],
      in: ["appId"],
      startswith: ["displayName"],
      texts: ["displayName"],
    },
  };
  return list(visit, { rows, shape, context: "servicePrincipals", toView: toPrincipalView });
}

/** https://learn.microsoft.com/graph/api/serviceprincipal-get */
function showPrincipal(visit: Visit): object {
  const principal = requirePrincipal(visit);
  const type = "microsoft.graph.servicePrincipal";
  return show(visit, type, { context: "servicePrincipals", view: toPrincipalView(principal) });
}

/** https://learn.microsoft.com/graph/api/serviceprincipal-list-approleassignments */
function listAssignments(visit: Visit): object {
  const { id } = requirePrincipal(visit);
  const rows = visit.options.directory.listAssignments(id, "graph");
  const shape: QueryShape = {
    type: "microsoft.graph.appRoleAssignment",
    properties: assignmentProperties,
    isList: true,
  };
  return list(visit, { rows, shape, context: "appRoleAssignments", toView: toAssignmentView });
}

/** https://learn.microsoft.com/graph/api/serviceprincipal-list-oauth2permissiongrants */
function listGrantsOfPrincipal(visit: Visit): object {
  const { id } = requirePrincipal(visit);
  const rows = visit.options.directory.listDelegated(id, "graph");
  const shape: QueryShape = { ...grantShape, isList: true };
  return list(visit, { rows, shape, context: "oauth2PermissionGrants", toView: toGrantView });
}

/** https://learn.microsoft.com/graph/api/oauth2permissiongrant-list */
function listGrants(visit: Visit): object {
  const { directory } = visit.options;
  const clients = directory.listPrincipals();
  const rows = clients.flatMap(({ id }) => directory.listDelegated(id, "graph"));
  const filterable = { resource: "OAuth2PermissionGrant", guids: ["clientId"] };
  const shape: QueryShape = { ...grantShape, isList: true, filterable };
  return list(visit, { rows, shape, context: "oauth2PermissionGrants", toView: toGrantView });
}

/** https://learn.microsoft.com/graph/api/application-list */
function listApplications(visit: Visit): object {
  const { directory } = visit.options;
  const rows = directory.listApplications();
  const toView = (application: (typeof rows)[number]) => {
    const principal = directory.findPrincipal(application.appId);
    return toApplicationView(application, principal?.verifiedPublisher.displayName ?? null);
  };
  const shape: QueryShape = {
    type: "microsoft.graph.application",
    properties: rows[0] ? Object.keys(toView(rows[0])) : [],
    isList: true,
    filterable: { resource: "Application", guids: ["appId"] },
  };
  return list(visit, { rows, shape, context: "applications", toView });
}

/** https://learn.microsoft.com/graph/api/organization-list */
function listOrganization(visit: Visit): object {
  const rows = [visit.options.tenant];
  const shape: QueryShape = {
    type: "microsoft.graph.organization",
    properties: Object.keys(toOrganizationView(visit.options.tenant)),
    isList: true,
  };
  return list(visit, { rows, shape, context: "organization", toView: toOrganizationView });
}

/** https://learn.microsoft.com/graph/errors: Graph answers 400 where an address leads nowhere. */
function refusePath({ call }: Visit): never {
  const [first = "", ...rest] = (call.params.rest ?? "").split("/");
  const segment = collections.has(first) ? (rest.at(-1) ?? first) : first;
  throw badRequest(`Resource not found for the segment '${segment}'.`);
}

const collections = new Set([
  "servicePrincipals",
  "oauth2PermissionGrants",
  "applications",
  "organization",
  "users",
  "teams",
  "directoryRoles",
]);

/** What Graph would change for somebody who may, nobody can change here. */
function refuseWrite({ caller }: Visit): never {
  const mayWrite = [...caller.permissions].some((permission) => permission.includes("ReadWrite"));
  if (!mayWrite) throw denied();
  const message = "The sandbox's Microsoft Graph reads, and sends mail.";
  throw new GraphRefusal(501, "notSupported", message);
}

function refuseBeta(): never {
  const message = "The sandbox has little of Microsoft Graph beta, and not this.";
  throw new GraphRefusal(501, "notSupported", message);
}

const assignmentProperties = [
  "id",
  "deletedDateTime",
  "appRoleId",
  "createdDateTime",
  "principalDisplayName",
  "principalId",
  "principalType",
  "resourceDisplayName",
  "resourceId",
];

const grantShape = {
  type: "microsoft.graph.oAuth2PermissionGrant",
  properties: ["clientId", "consentType", "id", "principalId", "resourceId", "scope"],
};
