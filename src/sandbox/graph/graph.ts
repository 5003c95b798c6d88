import { people } from "../directory/people.ts";
import type { Route } from "../http.ts";
import {
  type Access,
  readApps,
  readGrants,
  readOrganization,
  readSelf,
  readUsers,
  requireAccess,
} from "./access.ts";
import {
  toApplicationView,
  toAssignmentView,
  toGrantView,
  toOrganizationView,
  toPrincipalView,
  toUserView,
} from "./entities.ts";
import type { QueryShape } from "./query.ts";
import { badRequest, denied, GraphRefusal, notFound } from "./refusal.ts";
import { type GraphOptions, list, requirePrincipal, show, toRoute, type Visit } from "./visit.ts";

/**
 * Simulated Microsoft Graph v1.0: what reading a tenant's apps and grants takes. It refuses what it does
 * not know, so that a client fails here where it would fail there.
 */
export function graphRoutes(options: GraphOptions): readonly Route[] {
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
    toRoute(options, "GET", "me", showMe),
    toRoute(options, "GET", "users/:id", showUser),
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

/** https://learn.microsoft.com/graph/api/user-get */
function showMe(visit: Visit): object {
  const { caller } = visit;
  if (caller.type === "application") {
    throw badRequest("/me request is only valid with delegated authentication flow.");
  }
  requireAccess(caller, readSelf);
  return showPerson(visit, caller.id);
}

/** https://learn.microsoft.com/graph/api/user-get: User.Read is enough for oneself. */
function showUser(visit: Visit): object {
  const { caller, call } = visit;
  const wanted = (call.params.id ?? "").toLowerCase();
  const person = people.find(
    ({ id, userPrincipalName }) => id === wanted || userPrincipalName.toLowerCase() === wanted,
  );
  requireAccess(caller, person?.id === caller.id ? readSelf : readUsers);
  return showPerson(visit, person?.id ?? wanted);
}

function showPerson(visit: Visit, id: string): object {
  const person = people.find((one) => one.id === id);
  if (!person) throw notFound(visit.call.params.id ?? id);
  return show(visit, "microsoft.graph.user", { context: "users", view: toUserView(person) });
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
]);

/** What Graph would change for somebody who may, nobody can change here. */
function refuseWrite({ caller }: Visit): never {
  const mayWrite = [...caller.permissions].some((permission) => permission.includes("ReadWrite"));
  if (!mayWrite) throw denied();
  throw new GraphRefusal(501, "notSupported", "The sandbox's Microsoft Graph only reads.");
}

function refuseBeta(): never {
  throw new GraphRefusal(501, "notSupported", "The sandbox has Microsoft Graph v1.0 only.");
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
