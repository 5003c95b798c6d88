import type { ServerResponse } from "node:http";
import type { Catalogue } from "../core/catalogue/index.ts";
import type { Cloud } from "../core/cloud/index.ts";
import type { Clock, Ids, Log } from "../ports/index.ts";
import { clockRoutes } from "./clock-api.ts";
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
import { mailRoutes } from "./mail/mail-api.ts";
import { createMailboxes } from "./mail/mailboxes.ts";
import { createMovableClock, type MovableClock } from "./movable-clock.ts";
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
  /** Real time: tokens go by it, whatever is tried with the clock. */
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

/** The product, as the sandbox meets it. */
export interface Connection {
  /** The bot's `/api/messages`. */
  readonly messagesUrl: string;
  /** Where browsers find the product, without a slash at the end. */
  readonly publicUrl: string;
  /** Lets it do at once what has become due. */
  readonly wake: () => Promise<void>;
}

/** Makes the simulated services and the sandbox's own HTTP of them. */
export function assemble(made: Made) {
  const { ids } = made;
  const clock = createMovableClock(made.clock);
  const faults = createFaults({ clock, ids });
  const office = openTenant(made, clock);
  const streams = createStreams();
  let wake = async () => {};
  const teams = createSimulatedTeams({
    ...made,
    clock,
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
    clock,
    connect: async ({ messagesUrl, publicUrl, wake: given }: Connection) => {
      wake = given;
      await teams.connect(messagesUrl, publicUrl);
    },
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
      ...mailRoutes(office.mailboxes),
      ...clockRoutes({ clock, wake: () => wake(), onChange: office.tell }),
    ],
  };
}

/** The tenant: directory, sign-in, Graph, and what may be changed about them. */
function openTenant(made: Made, clock: MovableClock) {
  const { appId, appSecret, botName, catalogue, cloud, ids } = made;
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
  const shared = { tenant, directory, keys, clock: made.clock, ids, loginBase };
  const mailboxes = createMailboxes({ clock, ids }, onChange);
  const graphs = graphRoutes({
    ...shared,
    mailboxes,
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
    mailboxes,
    tell,
    listen,
    apiId: apiApp.appId,
    readAuthority: () => signIn.authority,
    listRoutes: () => [...graphs, ...signIn.routes],
    reset: () => {
      keys.skewSeconds = 0;
      mailboxes.reset();
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
