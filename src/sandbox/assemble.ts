import type { ServerResponse } from "node:http";
import type { Catalogue } from "../core/catalogue/index.ts";
import type { Cloud } from "../core/cloud/index.ts";
import type { Clock, Ids, Log } from "../ports/index.ts";
import { createTenantDirectory } from "./directory/create-directory.ts";
import { type OwnApp, toApiId } from "./directory/own-apps.ts";
import { toTenant } from "./directory/tenant.ts";
import type { AuthorityOptions } from "./entra/authority.ts";
import { consentRoutes } from "./entra/consent-page.ts";
import { createAuthority, entraRoutes, toExclusions, toResourceNames } from "./entra/entra.ts";
import { createFaults } from "./faults/faults.ts";
import { faultRoutes } from "./faults/faults-api.ts";
import { graphRoutes } from "./graph/graph.ts";
import { createRevocations } from "./graph/revocations.ts";
import { hostRoutes } from "./host-api.ts";
import type { Keys } from "./keys.ts";
import { pageRoutes } from "./pages.ts";
import { signInRoutes } from "./sign-in-api.ts";
import { createSimulatedTeams } from "./simulated-teams.ts";
import type { Manifest } from "./teams/manifest.ts";
import { createTenantControls, defaultPageSize, tenantRoutes } from "./tenant-api.ts";

/** Who the bot is in the sandbox tenant, and what the sandbox needs from the outside. */
export interface SandboxOptions {
  /** The bot's app registration in the sandbox tenant, and its secret. */
  readonly appId: string;
  readonly appSecret: string;
  /**
   * The app registration of Consentry's API there, and its secret.
   * @default one that nobody knows the secret of
   */
  readonly apiId?: string;
  readonly apiSecret?: string;
  /** Id of the Teams app, as its manifest has it: pinned tabs carry it. @default none is pinned */
  readonly teamsAppId?: string;
  readonly tenantId: string;
  /**
   * The app's manifest: its message extension stands in the compose boxes.
   * @default that of the app's package
   */
  readonly manifest?: Manifest;
  /** Name that mentions carry and the page shows. */
  readonly botName: string;
  /** Names the permissions that the tenant's resource apps offer. */
  readonly catalogue: Catalogue;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** All that the parts are made of. */
export interface Made extends SandboxOptions {
  readonly cloud: Cloud;
  readonly origin: string;
  readonly entraKeys: Keys;
  readonly channelKeys: Keys;
}

/** Makes the simulated services and the sandbox's own HTTP of them. */
export function assemble(made: Made) {
  const { clock, ids } = made;
  const faults = createFaults({ clock, ids });
  const office = openTenant(made);
  const streams = createStreams();
  const teams = createSimulatedTeams({
    ...made,
    issuer: made.cloud.botIssuer,
    onChange: office.tell,
    listenToTenant: office.listen,
    keep: streams.keep,
    forget: () => {
      faults.reset();
      office.reset();
    },
  });
  return {
    connect: teams.connect,
    directory: office.directory,
    faults,
    tenant: office.controls,
    streams: streams.open,
    /** A reset replaces some of them. */
    listServiceRoutes: () => [...teams.serviceRoutes, ...office.listRoutes()],
    pageRoutes: [
      ...pageRoutes(),
      ...teams.pageRoutes,
      ...tenantRoutes(office.controls),
      ...signInRoutes(() => office.readAuthority().switches, office.tell),
      ...hostRoutes({ readAuthority: office.readAuthority, apiId: office.apiId }),
      ...faultRoutes(faults),
    ],
  };
}

/** The tenant: directory, sign-in, Graph, and what may be changed about them. */
function openTenant(made: Made) {
  const { appId, appSecret, botName, catalogue, cloud, clock, ids } = made;
  const tenant = toTenant(made.tenantId);
  const { tell, listen } = createNotices();
  const botApp = { appId, name: botName, secret: appSecret };
  const apiApp = toApiApp(made);
  const onChange = tell;
  const own = { botApp, apiApp };
  const directory = createTenantDirectory({ catalogue, tenant, clock, ids, ...own, onChange });
  const revocations = createRevocations();
  const keys = revocations.watch(made.entraKeys);
  const graph = { pageSize: defaultPageSize };
  const { loginBase, graphBase } = cloud;
  const shared = { tenant, directory, keys, clock, ids, loginBase };
  const graphs = graphRoutes({
    ...shared,
    graphBase,
    revocations,
    settings: graph,
    teamsAppId: made.teamsAppId,
  });
  const ownIds = { botAppId: appId, apiAppId: apiApp.appId };
  const panel = { tenant, directory, graph, revocations, ...ownIds, onChange };
  const controls = createTenantControls(panel);
  let signIn = openSignIn(made, shared);
  return {
    directory,
    controls,
    tell,
    listen,
    apiId: apiApp.appId,
    readAuthority: () => signIn.authority,
    listRoutes: () => [...graphs, ...signIn.routes],
    reset: () => {
      keys.skewSeconds = 0;
      signIn = openSignIn(made, shared);
      controls.reset();
    },
  };
}

type Shared = Pick<
  AuthorityOptions,
  "tenant" | "directory" | "keys" | "clock" | "ids" | "loginBase"
>;

/** Sign-in with its pages, as after a start: nobody has signed in. */
function openSignIn({ catalogue, cloud, origin }: Made, shared: Shared) {
  const resources = toResourceNames(cloud);
  const exclusions = toExclusions(catalogue.facts);
  const authority = createAuthority({ ...shared, origin, resources, exclusions });
  const routes = [...entraRoutes(authority), ...consentRoutes(authority)];
  return { authority, routes };
}

function toApiApp({ appId, botName, apiId, apiSecret, ids }: Made): OwnApp {
  const secret = apiSecret ?? ids.next();
  return { appId: apiId ?? toApiId(appId), name: `${botName} API`, secret };
}

/** Open event streams, to end them when the sandbox stops. */
function createStreams() {
  const open = new Set<ServerResponse>();
  const keep = (stream: ServerResponse) => {
    open.add(stream);
    stream.on("close", () => open.delete(stream));
  };
  return { open, keep };
}

/** Tells listeners that the tenant has changed; what changed they read for themselves. */
function createNotices() {
  const listeners = new Set<() => void>();
  return {
    tell: () => {
      for (const listener of listeners) listener();
    },
    listen: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
