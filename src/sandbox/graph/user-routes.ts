import { labels } from "../directory/labels.ts";
import { type DirectoryUser, directoryUsers, findPerson } from "../directory/people.ts";
import type { Route } from "../http.ts";
import { readLabels, readSelf, readUsers, requireAccess } from "./access.ts";
import type { Caller } from "./caller.ts";
import { toUserView } from "./entities.ts";
import type { QueryShape } from "./query.ts";
import { badRequest, denied, notFound } from "./refusal.ts";
import { requireMe } from "./team-access.ts";
import { type GraphOptions, list, show, toRoute, type Visit } from "./visit.ts";

/** People, and what they may label their files with. */
export function userRoutes(options: GraphOptions): readonly Route[] {
  const get = (path: string, answer: (visit: Visit) => object) =>
    toRoute(options, "GET", path, answer);
  return [
    get("me", showMe),
    get("users", listUsers),
    get("users/:id", showUser),
    get("/beta/me/security/informationProtection/sensitivityLabels", listLabels),
  ];
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
  const person = directoryUsers.find(
    ({ id, userPrincipalName }) => id === wanted || userPrincipalName.toLowerCase() === wanted,
  );
  requireAccess(caller, person?.id === caller.id ? readSelf : readUsers);
  return showPerson(visit, person?.id ?? wanted);
}

function showPerson(visit: Visit, id: string): object {
  const person = directoryUsers.find((one) => one.id === id);
  if (!person) throw notFound(visit.call.params.id ?? id);
  return show(visit, "microsoft.graph.user", { context: "users", view: toUserView(person) });
}

/** https://learn.microsoft.com/graph/api/user-list */
function listUsers(visit: Visit): object {
  const { caller } = visit;
  requireAccess(caller, readUsers);
  // https://learn.microsoft.com/entra/fundamentals/users-default-permissions: guests list nobody.
  if (findPerson(caller.id)?.userRole === "guest") throw denied();
  const rows = directoryUsers.map((user) => toListed(user, caller));
  const shape: QueryShape = {
    type: "microsoft.graph.user",
    properties: rows[0] ? Object.keys(rows[0]) : [],
    isList: true,
    takes: ["$select", "$filter", "$top", "$search", "$count"],
    searchable: ["displayName", "mail", "userPrincipalName", "givenName", "surname"],
    filterable: {
      resource: "User",
      guids: ["id"],
      in: ["id"],
      startswith: ["displayName", "mail"],
    },
  };
  return list(visit, { rows, shape, context: "users", toView: (row) => row });
}

/** What User.ReadBasic.All alone shows. https://learn.microsoft.com/graph/permissions-reference#userreadbasicall */
const basic = ["displayName", "givenName", "mail", "surname", "userPrincipalName", "id"];

function toListed(user: DirectoryUser, { permissions }: Caller) {
  const view = toUserView(user);
  const isAll = readUsers.delegated.some(
    (one) => one !== "User.ReadBasic.All" && permissions.has(one),
  );
  if (isAll) return view;
  const entries = Object.entries(view).map(([name, value]) => [
    name,
    basic.includes(name) ? value : null,
  ]);
  return Object.fromEntries(entries) as typeof view;
}

/** https://learn.microsoft.com/graph/api/security-informationprotection-list-sensitivitylabels?view=graph-rest-beta */
function listLabels(visit: Visit): object {
  const { id } = requireMe(visit);
  requireAccess(visit.caller, readLabels);
  const rows = labels.map(({ isActive, ...label }) => ({
    ...label,
    isActive,
    isAppliable: isActive,
    contentFormats: ["file", "email"],
    parent: null,
  }));
  const shape: QueryShape = {
    type: "microsoft.graph.security.sensitivityLabel",
    properties: rows[0] ? Object.keys(rows[0]) : [],
    isList: true,
    takes: ["$select"],
  };
  const context = `users('${id}')/security/informationProtection/sensitivityLabels`;
  return list(visit, { rows, shape, context, toView: (row) => row });
}
