import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { findCloud } from "../../src/core/cloud/index.ts";
import {
  createCredential,
  createEgress,
  createPersonTokens,
  createSeal,
  createVerifyToken,
  type Egress,
  TOKEN_SEAL,
  type VerifyTokenOptions,
} from "../../src/identity/index.ts";
import type { Clock, PersonTokens, Store } from "../../src/ports/index.ts";
import { createTenantDirectory } from "../../src/sandbox/directory/create-directory.ts";
import { findPerson } from "../../src/sandbox/directory/people.ts";
import { toTenant } from "../../src/sandbox/directory/tenant.ts";
import type { TenantDirectory } from "../../src/sandbox/directory/tenant-directory.ts";
import {
  type Authority,
  createAuthority,
  entraRoutes,
  toExclusions,
  toResourceNames,
} from "../../src/sandbox/entra/entra.ts";
import { requirePerson } from "../../src/sandbox/entra/issue.ts";
import { requireResource } from "../../src/sandbox/entra/resources.ts";
import { signPersonToken } from "../../src/sandbox/entra/tokens.ts";
import { type Route, serve } from "../../src/sandbox/http.ts";
import { createKeys } from "../../src/sandbox/keys.ts";
import { catalogue } from "../support/catalogue.ts";
import { createFakeLog, type FakeLog } from "../support/fakes.ts";

export const tenantId = "11111111-2222-4333-8444-555555555555";
export const teamsWeb = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";
export const publicUrl = "https://consentry.example";
export const redirectUri = `${publicUrl}/auth/end`;
const graphAppId = "00000003-0000-0000-c000-000000000000";
const stateKey = "k".repeat(32);

/** The API's app registration in the simulated tenant, and the product's tokens against it. */
export interface ApiStage {
  readonly origin: string;
  readonly apiId: string;
  readonly apiUri: string;
  readonly apiSecret: string;
  readonly authority: Authority;
  readonly directory: TenantDirectory;
  readonly egress: Egress;
  readonly log: FakeLog;
  /** The real time, which {@link ApiStage.skew} moves. */
  readonly clock: Clock;
  /** Paths of all requests. */
  readonly requests: string[];
  /** Requests to the token endpoint. */
  posts(): number;
  /** Milliseconds by which the product's clock is ahead. */
  skew(milliseconds: number): void;
  /** The token that Teams gives for the API. */
  sign(alias?: string, life?: { readonly ageSeconds?: number }): Promise<string>;
  /** Grants the API delegated permissions of Graph, for everybody or one person. */
  grant(values: readonly string[], alias?: string): void;
  open(store: Store, key?: string): PersonTokens;
  createVerify(overrides?: Partial<VerifyTokenOptions>): ReturnType<typeof createVerifyToken>;
  reset(): void;
  stop(): Promise<void>;
}

/** Object id of somebody in the sandbox. */
export function personId(alias: string): string {
  const found = findPerson(alias);
  if (!found) throw new RangeError(`no person ${alias}`);
  return found.id;
}

const silent = () => {};
const sandboxLog = { debug: silent, info: silent, warn: silent, error: console.error };

export async function startApi(): Promise<ApiStage> {
  const [botId, apiId] = [crypto.randomUUID(), crypto.randomUUID()];
  const apiSecret = "sandbox-api-secret";
  const routes: Route[] = [];
  const requests: string[] = [];
  const server = createServer((req, res) => {
    requests.push(req.url ?? "");
    void serve({ routes, log: sandboxLog }, { req, res });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cloud = { ...findCloud("sandbox"), browserLoginBase: origin };
  const authority = await startAuthority({ origin, botId, apiId, apiSecret });
  const { directory } = authority;
  routes.push(...entraRoutes(authority));
  const egress = createEgress(cloud, { [cloud.loginBase]: origin });
  let ahead = 0;
  const clock = { now: () => Date.now() + ahead };
  const log = createFakeLog();
  const credential = createCredential({
    registration: "api",
    secret: apiSecret,
    cloud,
    egress,
    clock,
  });
  const apiUri = `api://consentry.example/botid-${botId}`;
  const switches = { ...authority.switches };
  const idOf = (id: string) => directory.findPrincipal(id)?.id ?? "";
  return {
    origin,
    apiId,
    apiUri,
    apiSecret,
    authority,
    directory,
    egress,
    log,
    clock,
    requests,
    posts: () => requests.filter((path) => path.includes("/oauth2/v2.0/token")).length,
    skew: (milliseconds) => {
      ahead = milliseconds;
    },
    sign: (alias = "product-admin", life = {}) =>
      signPersonToken(authority, {
        person: requirePerson(personId(alias)),
        clientId: teamsWeb,
        resource: requireResource(authority, apiId),
        values: ["access_as_user"],
        amr: ["pwd"],
        life,
      }),
    grant: (values, alias) =>
      directory.grantDelegated({
        clientObjectId: idOf(apiId),
        resourceObjectId: idOf(graphAppId),
        values,
        personId: alias === undefined ? null : personId(alias),
      }),
    open: (store, key = stateKey) => {
      const seal = createSeal([key], TOKEN_SEAL);
      return createPersonTokens({ apiId, credential, cloud, egress, clock, store, seal, log });
    },
    createVerify: (overrides = {}) =>
      createVerifyToken({
        apiId,
        apiUri,
        tenants: [tenantId],
        clients: [teamsWeb],
        cloud,
        egress,
        clock,
        ...overrides,
      }),
    reset: () => {
      directory.reset();
      directory.learnAddress(publicUrl);
      requests.length = 0;
      ahead = 0;
      authority.keys.skewSeconds = 0;
      Object.assign(authority.switches, switches);
      authority.switches.mfa.clear();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Start {
  readonly origin: string;
  readonly botId: string;
  readonly apiId: string;
  readonly apiSecret: string;
}

async function startAuthority({ origin, botId, apiId, apiSecret }: Start): Promise<Authority> {
  const clock = { now: () => Date.now() };
  const ids = { next: () => crypto.randomUUID() };
  const tenant = toTenant(tenantId);
  const cloud = findCloud("sandbox");
  const botApp = { appId: botId, name: "Consentry", secret: "sandbox-bot-secret" };
  const apiApp = { appId: apiId, name: "Consentry API", secret: apiSecret };
  const directory = createTenantDirectory({ catalogue, tenant, clock, ids, botApp, apiApp });
  return createAuthority({
    tenant,
    loginBase: cloud.loginBase,
    origin,
    directory,
    keys: await createKeys(clock, ids.next()),
    clock,
    ids,
    resources: toResourceNames(cloud),
    exclusions: toExclusions(catalogue.facts),
  });
}
