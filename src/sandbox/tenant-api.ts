import { z } from "zod";
import { toValues } from "./directory/grants.ts";
import { findPerson, people } from "./directory/people.ts";
import type { Tenant } from "./directory/tenant.ts";
import type {
  Application,
  RequiredResource,
  ServicePrincipal,
  TenantDirectory,
} from "./directory/tenant-directory.ts";
import type { Revocations } from "./graph/revocations.ts";
import type { GraphSettings } from "./graph/visit.ts";
import { type Answer, type Call, Refusal, type Route } from "./http.ts";
import { readAs } from "./teams/sent-activity.ts";

export interface TenantApiOptions {
  readonly tenant: Tenant;
  readonly directory: TenantDirectory;
  readonly graph: GraphSettings;
  readonly revocations: Revocations;
  readonly botAppId: string;
  readonly apiAppId: string;
  /** Called when something has changed that a panel shows and the directory does not tell. */
  readonly onChange: () => void;
}

/** What a person may change about the tenant. */
export interface TenantSettings {
  /** Milliseconds from a consent until Graph shows it. @default 0 */
  readonly replicationDelayMs: number;
  /** Most rows of a page of Graph, whatever it is asked for. @default 999 */
  readonly pageSize: number;
}

/** A permission as the panel names it. */
export interface PanelPermission {
  /** The id where the resource lists no such permission. */
  readonly value: string;
  readonly type: "delegated" | "application";
  /** Display name of the resource app. */
  readonly resource: string;
}

export interface PanelGrant extends PanelPermission {
  /** One delegated row of Entra holds several values: id and value together name this grant. */
  readonly id: string;
  readonly reach: "tenant" | "person" | "app";
  /** Name of the one person; null for everybody. */
  readonly person: string | null;
}

export interface PanelApp {
  readonly clientId: string;
  /** Object id of its service principal; null while the tenant has not met the app. */
  readonly objectId: string | null;
  readonly name: string;
  readonly publisher: string | null;
  readonly isVerified: boolean;
  readonly homeTenantId: string;
  /** Whether its registration lives in this tenant. */
  readonly isHome: boolean;
  /** Whether it is the bot's own. */
  readonly isBot: boolean;
  /** Whether it is that of Consentry's API, through which people sign in. */
  readonly isApi: boolean;
  readonly requested: readonly PanelPermission[];
  /** As they hold now, whatever Graph shows yet. */
  readonly grants: readonly PanelGrant[];
}

export interface TenantPanel {
  readonly tenant: { readonly id: string; readonly name: string };
  readonly settings: TenantSettings;
  readonly apps: readonly PanelApp[];
}

/** The tenant panel's doings, as its HTTP has them. */
export interface TenantControls {
  read(): TenantPanel;
  /** Takes one value of a delegated grant, or one assignment, away. @returns false for an unknown one */
  revokeGrant(grantId: string, value?: string): boolean;
  change(settings: Partial<TenantSettings>): TenantSettings;
  /** Takes back the tokens that a person (id or alias) or an app (client id) holds. @returns false for an unknown one */
  revokeTokens(subject: string): boolean;
  /** As after a start. */
  reset(): void;
}

export function createTenantControls(options: TenantApiOptions): TenantControls {
  const { tenant, directory, graph, revocations, onChange } = options;
  const readSettings = (): TenantSettings => {
    const { replicationDelayMs } = directory;
    return { replicationDelayMs, pageSize: graph.pageSize };
  };
  return {
    read: () => ({
      tenant: { id: tenant.id, name: tenant.name },
      settings: readSettings(),
      apps: listApps(options),
    }),
    revokeGrant: (grantId, value) => directory.revoke(grantId, value),
    change: ({ replicationDelayMs, pageSize }) => {
      if (replicationDelayMs !== undefined) directory.replicationDelayMs = replicationDelayMs;
      if (pageSize !== undefined) graph.pageSize = pageSize;
      onChange();
      return readSettings();
    },
    revokeTokens: (subject) => {
      const known = findPerson(subject)?.id ?? directory.findApplication(subject)?.appId;
      if (known !== undefined) revocations.revoke(known);
      return known !== undefined;
    },
    reset: () => {
      graph.pageSize = defaultPageSize;
      revocations.reset();
      directory.reset();
    },
  };
}

/** https://learn.microsoft.com/graph/api/serviceprincipal-list: the most that a page can have. */
export const defaultPageSize = 999;

/** Body of `PUT /sandbox/api/tenant/settings`. */
const Settings = z.strictObject({
  replicationDelayMs: z.int().min(0).max(600_000).optional(),
  pageSize: z.int().min(1).max(999).optional(),
});

/** Body of `POST /sandbox/api/tenant/revocations`. */
const Revocation = z.strictObject({ subject: z.string().min(1) });

const bodyLimit = 16 * 1024;

/**
 * The tenant panel, below `/sandbox/api/tenant`:
 *
 * - `GET` the tenant, its settings and its apps with what they request and hold, Consentry's own two first
 * - `DELETE grants/{id}[?value=Mail.Send]` revokes a grant, or one value of it
 * - `GET settings`, `PUT settings` with `{replicationDelayMs?, pageSize?}`
 * - `POST revocations` with `{subject}`, a person's id or alias or a client id: Graph refuses the tokens
 *   that they hold (continuous access evaluation)
 *
 * Changes are told as the server-sent event `tenant`. Errors: 400 bad body, 404 unknown grant or subject.
 */
export function tenantRoutes(controls: TenantControls): readonly Route[] {
  const path = "/sandbox/api/tenant";
  const ok = (body: unknown): Answer => ({ status: 200, body });
  return [
    { method: "GET", path, answer: () => ok(controls.read()) },
    {
      method: "DELETE",
      path: `${path}/grants/:id`,
      answer: (call) => ok(revokeGrant(controls, call)),
    },
    { method: "GET", path: `${path}/settings`, answer: () => ok(controls.read().settings) },
    {
      method: "PUT",
      path: `${path}/settings`,
      answer: async (call) => ok(controls.change(readAs(Settings, await call.json(bodyLimit)))),
    },
    {
      method: "POST",
      path: `${path}/revocations`,
      answer: async (call) => ok(await revokeTokens(controls, call)),
    },
  ];
}

function revokeGrant(controls: TenantControls, { params, url }: Call) {
  const value = url.searchParams.get("value") ?? undefined;
  if (controls.revokeGrant(params.id ?? "", value)) return {};
  throw new Refusal(404, "GrantNotFound", "There is no such grant.");
}

async function revokeTokens(controls: TenantControls, call: Call) {
  const { subject } = readAs(Revocation, await call.json(bodyLimit));
  if (controls.revokeTokens(subject)) return {};
  throw new Refusal(404, "SubjectNotFound", "There is no such person or app.");
}

function listApps(options: TenantApiOptions): readonly PanelApp[] {
  const { directory } = options;
  const foreign = directory.listForeignApplications();
  return [...directory.listApplications(), ...foreign].map((one) => toApp(options, one));
}

function toApp(options: TenantApiOptions, app: Application): PanelApp {
  const { directory, tenant, botAppId, apiAppId } = options;
  const { appId, displayName } = app;
  const principal = directory.findPrincipal(appId);
  const face = directory.describeApp(appId);
  const homeTenantId = directory.findHomeTenant(appId) ?? "";
  return {
    clientId: appId,
    objectId: principal?.id ?? null,
    name: displayName,
    publisher: face?.publisherName ?? null,
    isVerified: Boolean(face?.verifiedPublisher.displayName),
    homeTenantId,
    isHome: homeTenantId === tenant.id,
    isBot: appId === botAppId.toLowerCase(),
    isApi: appId === apiAppId.toLowerCase(),
    requested: app.requiredResourceAccess.flatMap((one) => toRequested(directory, one)),
    grants: principal ? toGrants(directory, principal) : [],
  };
}

function toRequested(directory: TenantDirectory, required: RequiredResource): PanelPermission[] {
  const resource = directory.findPrincipal(required.resourceAppId);
  return required.resourceAccess.map(({ id, type }) => {
    const offered = type === "Scope" ? resource?.oauth2PermissionScopes : resource?.appRoles;
    return {
      value: offered?.find((one) => one.id === id)?.value ?? id,
      type: type === "Scope" ? "delegated" : "application",
      resource: resource?.displayName ?? required.resourceAppId,
    };
  });
}

function toGrants(directory: TenantDirectory, { id: clientId }: ServicePrincipal): PanelGrant[] {
  const delegated = directory.listDelegated(clientId, "now").flatMap((row) => {
    const resource = directory.findPrincipal(row.resourceId)?.displayName ?? row.resourceId;
    const person = people.find(({ id }) => id === row.principalId)?.name ?? row.principalId;
    const reach = row.principalId === null ? "tenant" : "person";
    const shared = { id: row.id, type: "delegated", resource, reach, person } as const;
    return toValues(row).map((value): PanelGrant => ({ ...shared, value }));
  });
  const application = directory.listAssignments(clientId, "now").map((row): PanelGrant => {
    const roles = directory.findPrincipal(row.resourceId)?.appRoles ?? [];
    const value = roles.find(({ id }) => id === row.appRoleId)?.value ?? row.appRoleId;
    const resource = row.resourceDisplayName;
    return { id: row.id, value, type: "application", resource, reach: "app", person: null };
  });
  return [...delegated, ...application];
}
