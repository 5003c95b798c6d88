import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { findCloud } from "../../src/core/cloud/index.ts";
import { createEgress, type Egress } from "../../src/identity/egress.ts";
import { createTenantDirectory } from "../../src/sandbox/directory/create-directory.ts";
import { toTenant } from "../../src/sandbox/directory/tenant.ts";
import type { Application, TenantDirectory } from "../../src/sandbox/directory/tenant-directory.ts";
import { consentRoutes } from "../../src/sandbox/entra/consent-page.ts";
import {
  type Authority,
  createAuthority,
  entraRoutes,
  toExclusions,
  toResourceNames,
} from "../../src/sandbox/entra/entra.ts";
import { type Route, serve } from "../../src/sandbox/http.ts";
import { createKeys } from "../../src/sandbox/keys.ts";
import { catalogue } from "../support/catalogue.ts";

export const tenantId = "11111111-2222-4333-8444-555555555555";
export const publicUrl = "https://consentry.example";
export const callback = `${publicUrl}/consent/callback`;
export const graph = "https://graph.microsoft.com";

/** Overrides by app id of what the directory says about registrations. */
type Registrations = Readonly<Record<string, Partial<Application>>>;

/** Entra and its pages on a port of their own, over the real directory. */
export interface AuthorityStage {
  readonly origin: string;
  readonly authority: Authority;
  readonly directory: TenantDirectory;
  readonly appId: string;
  readonly appSecret: string;
  /** Client id of the API's registration; its secret is the bot's. */
  readonly apiId: string;
  /** The product's way out, mapped to the stage. */
  readonly egress: Egress;
  /** Paths of all token requests. */
  readonly tokenRequests: readonly string[];
  /** Object id of an app's service principal. */
  idOf(appId: string): string;
  /** As after a start: directory, clock, switches. */
  reset(): void;
  stop(): Promise<void>;
}

const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: console.error };

/** @param register gives registrations other than those of the seed, once the bot's app id is known */
export async function startAuthority(
  register: (appId: string) => Registrations = () => ({}),
): Promise<AuthorityStage> {
  // MSAL keeps tokens by app id for the whole process.
  const [appId, apiId] = [crypto.randomUUID(), crypto.randomUUID()];
  const appSecret = "sandbox-secret";
  const routes: Route[] = [];
  const tokenRequests: string[] = [];
  const server = createServer((req, res) => {
    if (req.url?.includes("/oauth2/v2.0/token")) tokenRequests.push(req.url);
    void serve({ routes, log }, { req, res });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const authority = await createStageAuthority({ origin, appId, apiId, appSecret, register });
  const { directory } = authority;
  routes.push(...entraRoutes(authority), ...consentRoutes(authority));
  const cloud = findCloud("sandbox");
  const switches = { ...authority.switches };
  return {
    origin,
    authority,
    directory,
    appId,
    apiId,
    appSecret,
    tokenRequests,
    egress: createEgress(cloud, { [cloud.loginBase]: origin }),
    idOf: (id) => directory.findPrincipal(id)?.id ?? "",
    reset: () => {
      directory.reset();
      directory.learnAddress(publicUrl);
      tokenRequests.length = 0;
      authority.keys.skewSeconds = 0;
      Object.assign(authority.switches, switches);
      authority.switches.mfa.clear();
      authority.switches.blocked.clear();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Start {
  readonly origin: string;
  readonly appId: string;
  readonly apiId: string;
  readonly appSecret: string;
  readonly register: (appId: string) => Registrations;
}

async function createStageAuthority({ origin, appId, apiId, appSecret, register }: Start) {
  const clock = { now: () => Date.now() };
  const ids = { next: () => crypto.randomUUID() };
  const tenant = toTenant(tenantId);
  const cloud = findCloud("sandbox");
  const botApp = { appId, name: "Consentry", secret: appSecret };
  const apiApp = { appId: apiId, name: "Consentry API", secret: appSecret };
  const real = createTenantDirectory({ catalogue, tenant, clock, ids, botApp, apiApp });
  real.learnAddress(publicUrl);
  return createAuthority({
    tenant,
    loginBase: cloud.loginBase,
    origin,
    directory: withRegistrations(real, register(appId)),
    keys: await createKeys(clock, ids.next()),
    clock,
    ids,
    resources: toResourceNames(cloud),
    exclusions: toExclusions(catalogue.facts),
  });
}

function withRegistrations(real: TenantDirectory, others: Registrations): TenantDirectory {
  return {
    ...real,
    findApplication: (appId) => {
      const found = real.findApplication(appId);
      return found && { ...found, ...others[appId] };
    },
    acceptsRedirect: (appId, uri) =>
      others[appId]?.redirectUris?.includes(uri) ?? real.acceptsRedirect(appId, uri),
  };
}
