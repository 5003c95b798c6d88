import type { Requirement } from "../../src/core/advisor/index.ts";
import type { Catalogue } from "../../src/core/catalogue/index.ts";
import { add } from "./counting-store.ts";
import { toGuid } from "./guid.ts";

/** What Microsoft Graph was asked for. */
export interface GraphCounts {
  /** Requests by path, ids left out. */
  readonly byPath: ReadonlyMap<string, number>;
  readonly requests: number;
  /** Resource units, as the throttling limits of identity and access count them. */
  readonly units: number;
  /** Requests that bring the whole lists of the resource apps. */
  readonly lists: number;
}

/** Microsoft Graph of all tenants: in each, every app has what a set-up needs. */
export interface FakeGraph {
  fetch(address: string): Promise<Response>;
  /** Takes the first permission away from an app, or gives it back. */
  turn(clientId: string): void;
  take(): GraphCounts;
}

/** @param needs what every app is granted, but for what was taken away */
export function createFakeGraph(catalogue: Catalogue, needs: readonly Requirement[]): FakeGraph {
  const byPath = new Map<string, number>();
  let [requests, units, lists] = [0, 0, 0];
  const reduced = new Set<string>();
  const resources = listResources(catalogue);
  const count = ({ pathname, searchParams }: URL) => {
    const path = pathname.replace(/^\/v1\.0/, "").replace(/[0-9a-f-]{36}/, "{id}");
    requests += 1;
    units += unitsOf(path, searchParams);
    lists += Number(isList(path, searchParams));
    add(byPath, `GET ${path}`);
  };
  const answer = ({ pathname, searchParams }: URL) => {
    const filter = searchParams.get("$filter") ?? "";
    if (pathname.endsWith("/appRoleAssignments"))
      return drawRoles(needs, toAppId(pathname.split("/")[3] ?? ""), reduced);
    const [id = ""] = filter.match(/[0-9a-f-]{36}/) ?? [];
    if (pathname.endsWith("/oauth2PermissionGrants")) return drawScopes(needs, id);
    if (pathname.endsWith("/applications")) return [drawRegistration(resources, needs, id)];
    return [drawPrincipal(id), ...(isList(pathname, searchParams) ? resources : [])];
  };
  return {
    fetch: async (address) => {
      const url = new URL(address);
      count(url);
      return Response.json({ value: answer(url) });
    },
    turn: (clientId) => {
      if (!reduced.delete(clientId)) reduced.add(clientId);
    },
    take: () => {
      const taken = { byPath: new Map(byPath), requests, units, lists };
      byPath.clear();
      [requests, units, lists] = [0, 0, 0];
      return taken;
    },
  };
}

/** Base costs: learn.microsoft.com/graph/throttling-limits, identity and access service limits. */
const COSTS: Readonly<Record<string, number>> = {
  "/applications": 2,
  "/oauth2PermissionGrants": 2,
  "/servicePrincipals/{id}/appRoleAssignments": 2,
};

/** `$select` takes one off, down to one. */
function unitsOf(path: string, query: URLSearchParams): number {
  return Math.max(1, (COSTS[path] ?? 1) - Number(query.has("$select")));
}

function isList(path: string, query: URLSearchParams): boolean {
  return path.endsWith("servicePrincipals") && (query.get("$select") ?? "").includes("appRoles");
}

/** The client id of an app's service principal, and the other way round. */
function toAppId(objectId: string): string {
  return objectId.replace(/^0000000\d/, toGuid("app", 0).slice(0, 8));
}

function toObjectId(clientId: string): string {
  return clientId.replace(/^0000000\d/, toGuid("object", 0).slice(0, 8));
}

function listResources({ facts }: Catalogue) {
  return Object.entries(facts.resources).map(([key, { appId, displayName }], index) => {
    const own = facts.permissions.filter(({ resource }) => resource === key);
    const list = (type: "delegated" | "application") =>
      own.flatMap(({ value, [type]: form }) => (form ? [{ id: form.id, value }] : []));
    return {
      key,
      id: toGuid("resource", index),
      appId,
      displayName,
      appRoles: list("application"),
      oauth2PermissionScopes: list("delegated"),
    };
  });
}

function drawPrincipal(clientId: string) {
  return { id: toObjectId(clientId), appId: clientId, displayName: `App ${clientId.slice(-9)}` };
}

type Resources = ReturnType<typeof listResources>;

function drawRegistration(resources: Resources, needs: readonly Requirement[], appId: string) {
  const requiredResourceAccess = resources.map(({ key, appId: resourceAppId }) => ({
    resourceAppId,
    resourceAccess: needs
      .filter(({ permission }) => permission.resource === key)
      .map(({ form, type }) => ({ id: form.id, type: type === "application" ? "Role" : "Scope" })),
  }));
  return { appId, publisherDomain: "contoso.example", requiredResourceAccess };
}

const RESOURCE_INDEX = { graph: 0, exo: 1 } as const;

function drawRoles(needs: readonly Requirement[], appId: string, reduced: ReadonlySet<string>) {
  const roles = needs.filter(({ type }) => type === "application");
  return (reduced.has(appId) ? roles.slice(1) : roles).map(({ form, permission }) => ({
    appRoleId: form.id,
    principalId: toObjectId(appId),
    resourceId: toGuid("resource", RESOURCE_INDEX[permission.resource]),
  }));
}

function drawScopes(needs: readonly Requirement[], objectId: string) {
  return Object.entries(RESOURCE_INDEX).map(([key, index]) => ({
    clientId: objectId,
    consentType: "AllPrincipals",
    resourceId: toGuid("resource", index),
    scope: needs
      .filter(({ type, permission }) => type === "delegated" && permission.resource === key)
      .map(({ permission }) => permission.value)
      .join(" "),
  }));
}
