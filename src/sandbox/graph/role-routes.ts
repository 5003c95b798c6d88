import { people } from "../directory/people.ts";
import type { Route } from "../http.ts";
import { readRoles, requireAccess } from "./access.ts";
import { toUserView } from "./entities.ts";
import type { QueryShape } from "./query.ts";
import { badRequest, notFound } from "./refusal.ts";
import { type GraphOptions, list, toRoute, type Visit } from "./visit.ts";

/** Who has a role of Entra ID. https://learn.microsoft.com/graph/api/directoryrole-list-members */
export function roleRoutes(options: GraphOptions): readonly Route[] {
  return [toRoute(options, "GET", ":role/members", listMembers)];
}

/** By the id of the role's template: ids of roles in this tenant are made up nowhere here. */
function listMembers(visit: Visit): object {
  const { role = "" } = visit.call.params;
  const [, id] = /^directoryRoles\(roleTemplateId='([0-9a-f-]{36})'\)$/.exec(role) ?? [];
  if (id === undefined) throw badRequest(`Resource not found for the segment '${role}'.`);
  requireAccess(visit.caller, readRoles);
  const rows = people
    .filter(({ directoryRoles }) => directoryRoles.includes(id))
    .map((person) => ({
      "@odata.type": "#microsoft.graph.user",
      ...toUserView(person),
      userType: person.userRole === "guest" ? "Guest" : "Member",
    }));
  // A role is there once somebody was given it: https://learn.microsoft.com/graph/api/resources/directoryrole
  if (rows.length === 0) throw notFound(id);
  const shape: QueryShape = {
    type: "microsoft.graph.directoryObject",
    properties: Object.keys(rows[0] ?? {}),
    isList: true,
    takes: ["$select"],
  };
  return list(visit, { rows, shape, context: "directoryObjects", toView: (row) => row });
}
