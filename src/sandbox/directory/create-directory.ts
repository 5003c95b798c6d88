import type { Catalogue } from "../../core/catalogue/index.ts";
import type { Clock, Ids } from "../../ports/index.ts";
import { toFillers } from "./filler.ts";
import { createGrants, type Grants } from "./grants.ts";
import {
  type OwnApps,
  toApiRegistration,
  toBotRegistration,
  toIdentifierUri,
  toOwnGrants,
} from "./own-apps.ts";
import { createReplicated, type Replicated } from "./replicated.ts";
import { toResourcePrincipals } from "./resources.ts";
import { principalCount, seed } from "./seed.ts";
import { type Registration, toRegistration, writeGrants } from "./sow.ts";
import type { Tenant } from "./tenant.ts";
import type { Application, ServicePrincipal, TenantDirectory } from "./tenant-directory.ts";

export interface DirectoryOptions extends OwnApps {
  /** The resource apps offer what it lists, and the seed names permissions by its keys. */
  readonly catalogue: Catalogue;
  readonly tenant: Tenant;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Called after each write and each reset. */
  readonly onChange?: () => void;
}

/**
 * The sandbox tenant's directory as it is at start: 1,002 service principals, Consentry's own two apps
 * with Directory.Read.All of Microsoft Graph, and app registrations in telling states (seed.ts).
 * @throws RangeError when the catalogue lacks a permission of the seed
 */
export function createTenantDirectory(options: DirectoryOptions): TenantDirectory {
  const { onChange = () => {} } = options;
  const registrations = toRegistrations(options);
  const addresses = createAddresses(options);
  const known = () => [...registrations.values()];
  let delayMs = 0;
  let rows = sow(options, registrations, () => delayMs);
  const toApplication = (registration: Registration): Application => addresses.fill(registration);
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
    acceptsRedirect: (appId, uri) => addresses.accepts(findRegistration(appId), uri),
    learnAddress: (publicUrl) => addresses.learn(publicUrl),
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

function toRegistrations(options: DirectoryOptions): Registrations {
  const { catalogue, tenant } = options;
  const bot = toBotRegistration(options, catalogue, tenant);
  const api = toApiRegistration(options, catalogue, tenant);
  const others = seed.map((app) => toRegistration(app, catalogue, tenant));
  return new Map([bot, api, ...others].map((one) => [one.application.appId, one]));
}

/** What changes while the sandbox runs. */
interface Rows {
  /** By object id. */
  readonly principals: Replicated<ServicePrincipal>;
  readonly objectIds: Map<string, string>;
  readonly grants: Grants;
}

function sow(options: DirectoryOptions, registrations: Registrations, delay: () => number): Rows {
  const { catalogue, tenant, clock, ids } = options;
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
  const writer = { findPrincipal: find, grantDelegated, assignRole };
  writeGrants(writer, [...toOwnGrants(options), ...seed], catalogue);
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

const loopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(?=\/)/;

/** Where the product is: known once it listens, and in the registrations from then on. */
function createAddresses(apps: OwnApps) {
  const api = apps.apiApp.appId.toLowerCase();
  let base: string | undefined;
  const toIdentifiers = ({ appId }: Application, publicUrl: string) =>
    appId === api ? [toIdentifierUri(publicUrl, apps.botApp.appId)] : [];
  return {
    learn: (publicUrl: string) => {
      base = publicUrl;
    },
    fill: ({ application, redirectPaths }: Registration): Application => {
      const publicUrl = base;
      if (publicUrl === undefined) return application;
      const redirectUris = redirectPaths.map((path) => `${publicUrl}${path}`);
      return {
        ...application,
        redirectUris,
        identifierUris: toIdentifiers(application, publicUrl),
      };
    },
    accepts: (registration: Registration | undefined, uri: string) => {
      const start = base ?? loopback.exec(uri)?.[0];
      const paths = registration?.redirectPaths ?? [];
      return start !== undefined && paths.some((path) => `${start}${path}` === uri);
    },
  };
}
