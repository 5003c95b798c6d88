import type { Catalogue } from "../../core/catalogue/index.ts";
import type { Clock, Ids } from "../../ports.ts";
import { toFillers } from "./filler.ts";
import { createGrants, type Grants } from "./grants.ts";
import { createReplicated, type Replicated } from "./replicated.ts";
import { toResourcePrincipals } from "./resources.ts";
import { principalCount, seed } from "./seed.ts";
import { type BotApp, type Registration, toBotApp, toRegistration, writeGrants } from "./sow.ts";
import type { Tenant } from "./tenant.ts";
import type { Application, ServicePrincipal, TenantDirectory } from "./tenant-directory.ts";

export interface DirectoryOptions {
  /** The resource apps offer what it lists, and the seed names permissions by its keys. */
  readonly catalogue: Catalogue;
  readonly tenant: Tenant;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly botApp: BotApp;
  /** Called after each write and each reset. */
  readonly onChange?: () => void;
}

/**
 * The sandbox tenant's directory as it is at start: 1,002 service principals, the bot's own app with
 * Directory.Read.All of Microsoft Graph, and app registrations in telling states (seed.ts).
 * @throws RangeError when the catalogue lacks a permission of the seed
 */
export function createTenantDirectory(options: DirectoryOptions): TenantDirectory {
  const { onChange = () => {} } = options;
  const registrations = toRegistrations(options);
  const redirects = createRedirects();
  const known = () => [...registrations.values()];
  let delayMs = 0;
  let rows = sow(options, registrations, () => delayMs);
  const toApplication = ({ application }: Registration): Application => redirects.fill(application);
  const isHome = ({ homeTenantId }: Registration) => homeTenantId === options.tenant.id;
  const findRegistration = (appId: string) => registrations.get(appId.toLowerCase());
  return {
    findApplication: (appId) => {
      const found = findRegistration(appId);
      return found && toApplication(found);
    },
    describeApp: (appId) => findPrincipal(rows, appId) ?? findRegistration(appId)?.principal,
    findHomeTenant: (appId) => findRegistration(appId)?.homeTenantId,
    listApplications: () => known().filter(isHome).map(toApplication),
    listForeignApplications: () =>
      known()
        .filter((one) => !isHome(one))
        .map(toApplication),
    findPrincipal: (id) => findPrincipal(rows, id),
    listPrincipals: () => rows.principals.list("now"),
    isReplicated: (id) => rows.principals.read(id, "graph") !== undefined,
    listDelegated: (clientId, seenBy) => rows.grants.listDelegated(clientId, seenBy),
    listAssignments: (clientId, seenBy) => rows.grants.listAssignments(clientId, seenBy),
    ensurePrincipal: (appId) => {
      const met = findPrincipal(rows, appId);
      if (met) return met;
      const made = addPrincipal(rows, findRegistration(appId)?.principal, appId);
      onChange();
      return made;
    },
    grantDelegated: (grant) => {
      rows.grants.grantDelegated(grant);
      onChange();
    },
    assignRole: (assignment) => {
      rows.grants.assignRole(assignment);
      onChange();
    },
    revoke: (grantId, value) => {
      const isDone = rows.grants.revoke(grantId, value);
      if (isDone) onChange();
      return isDone;
    },
    acceptsRedirect: (appId, uri) => redirects.accepts(findRegistration(appId), uri),
    learnRedirect: (uri) => redirects.learn(uri),
    get replicationDelayMs() {
      return delayMs;
    },
    set replicationDelayMs(milliseconds) {
      delayMs = milliseconds;
      onChange();
    },
    reset: () => {
      delayMs = 0;
      rows = sow(options, registrations, () => delayMs);
      onChange();
    },
  };
}

type Registrations = ReadonlyMap<string, Registration>;

function toRegistrations({ botApp, catalogue, tenant }: DirectoryOptions): Registrations {
  const own = toBotApp(botApp, catalogue, tenant);
  const others = seed.map((app) => toRegistration(app, catalogue, tenant));
  return new Map([own, ...others].map((one) => [one.application.appId, one]));
}

/** What changes while the sandbox runs. */
interface Rows {
  /** By object id. */
  readonly principals: Replicated<ServicePrincipal>;
  readonly objectIds: Map<string, string>;
  readonly grants: Grants;
}

function sow(options: DirectoryOptions, registrations: Registrations, delay: () => number): Rows {
  const { catalogue, tenant, clock, ids, botApp } = options;
  const principals = createReplicated<ServicePrincipal>(clock, delay);
  const objectIds = new Map<string, string>();
  const find = (id: string) => principals.read(objectIds.get(id) ?? id, "now");
  const grants = createGrants({ clock, ids, delay, findPrincipal: find });
  const rows = { principals, objectIds, grants };
  const home = [...registrations.values()].filter(({ homeTenantId }) => homeTenantId === tenant.id);
  const first = [...toResourcePrincipals(catalogue), ...home.map(({ principal }) => principal)];
  const fillers = toFillers(principalCount - first.length);
  for (const principal of [...first, ...fillers]) addPrincipal(rows, principal, principal.appId);
  const { grantDelegated, assignRole } = grants;
  const botAppId = botApp.appId.toLowerCase();
  writeGrants({ findPrincipal: find, grantDelegated, assignRole }, seed, { catalogue, botAppId });
  return rows;
}

function findPrincipal({ principals, objectIds }: Rows, idOrAppId: string) {
  const id = idOrAppId.toLowerCase();
  return principals.read(objectIds.get(id) ?? id, "now");
}

/** @throws RangeError for an app that has no registration anywhere */
function addPrincipal(rows: Rows, principal: ServicePrincipal | undefined, appId: string) {
  if (!principal) throw new RangeError(`no app ${appId} is known anywhere`);
  rows.principals.write(principal.id, principal);
  rows.objectIds.set(principal.appId, principal.id);
  return principal;
}

const anyCallback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/consent\/callback$/;

/** All registrations share one redirect URI, which is known when the product listens. */
function createRedirects() {
  let learned: string | undefined;
  return {
    learn: (uri: string) => {
      learned = uri;
    },
    fill: (application: Application): Application =>
      learned === undefined ? application : { ...application, redirectUris: [learned] },
    accepts: (registration: Registration | undefined, uri: string) =>
      registration !== undefined &&
      (learned === undefined ? anyCallback.test(uri) : learned === uri),
  };
}
