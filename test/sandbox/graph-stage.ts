import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { JWTPayload } from "jose";
import { createTenantDirectory } from "../../src/sandbox/directory/create-directory.ts";
import { findPerson } from "../../src/sandbox/directory/people.ts";
import { toTenant } from "../../src/sandbox/directory/tenant.ts";
import { graphRoutes } from "../../src/sandbox/graph/graph.ts";
import { createRevocations } from "../../src/sandbox/graph/revocations.ts";
import type { GraphSettings } from "../../src/sandbox/graph/visit.ts";
import { serve } from "../../src/sandbox/http.ts";
import { createKeys, type Keys } from "../../src/sandbox/keys.ts";
import { createMailboxes } from "../../src/sandbox/mail/mailboxes.ts";
import { catalogue } from "../support/catalogue.ts";
import { createFakeClock, createFakeLog } from "../support/fakes.ts";
import { apiId, apiSecret, appId, appSecret, teamsAppId, tenantId } from "./fake-bot.ts";

export const graphId = catalogue.facts.resources.graph.appId;
export const exchangeId = catalogue.facts.resources.exo.appId;
/** Public name of Graph. */
export const base = "https://graph.microsoft.com";
export const unknownId = "99999999-9999-4999-8999-999999999999";

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface Body {
  readonly "@odata.context"?: string;
  readonly "@odata.nextLink"?: string;
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly innerError: Readonly<Record<string, string>>;
  };
}

/** The simulated Graph alone, with keys that sign whatever a test claims. */
export function createGraphStage() {
  const clock = createFakeClock();
  const settings: GraphSettings = { pageSize: 999 };
  const revocations = createRevocations();
  const tenant = toTenant(tenantId);
  const ids = { next: () => crypto.randomUUID() };
  const botApp = { appId, name: "Consentry", secret: appSecret };
  const apiApp = { appId: apiId, name: "Consentry API", secret: apiSecret };
  const directory = createTenantDirectory({ catalogue, tenant, clock, ids, botApp, apiApp });
  const mailboxes = createMailboxes({ clock, ids }, () => {});
  const ready = createKeys(clock, "entra").then((keys) => revocations.watch(keys));
  const server = createServer(async (req, res) => {
    const names = { loginBase: "https://login.microsoftonline.com", graphBase: base };
    const ports = { keys: await ready, clock, ids, teamsAppId };
    const world = { tenant, directory, revocations, mailboxes, settings };
    const routes = graphRoutes({ ...world, ...ports, ...names });
    await serve({ routes, log: createFakeLog() }, { req, res });
  });
  const toOrigin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const idOf = (app: string) => directory.findPrincipal(app)?.id ?? "";
  /** Claims of an app's own token. */
  const asApp = (roles: readonly string[] = ["Directory.Read.All"]): JWTPayload => ({
    ...toClaims(),
    idtyp: "app",
    oid: idOf(appId),
    roles,
  });
  const send = async (path: string, init: RequestInit): Promise<Answered> => {
    const response = await fetch(`${toOrigin()}/${path}`, init);
    const { status, headers } = response;
    const text = await response.text();
    return { status, headers, body: (text === "" ? {} : JSON.parse(text)) as Body };
  };
  const sign = async (claims: JWTPayload) => (await ready).sign(claims);
  return {
    ...{ clock, settings, revocations, directory, mailboxes, idOf, asApp, sign },
    start: () => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
    reset: () => {
      directory.reset();
      revocations.reset();
      mailboxes.reset();
      settings.pageSize = 999;
    },
    /** @param path below the origin, with its version */
    send,
    /** @param path below /v1.0 */
    get: async (path: string, claims: JWTPayload = asApp()) =>
      send(`v1.0/${path}`, bearer(await sign(claims))),
  };
}

export type GraphStage = ReturnType<typeof createGraphStage>;

function toClaims(): JWTPayload {
  const iss = `https://sts.windows.net/${tenantId}/`;
  return { aud: base, iss, tid: tenantId, appid: appId };
}

/** Claims of a token that somebody signed in for. */
export function asPerson(scp: string, alias = "product-admin"): JWTPayload {
  return { ...toClaims(), scp, oid: findPerson(alias)?.id ?? "" };
}

export function bearer(token: string) {
  return { headers: { authorization: `Bearer ${token}` } };
}

export function filterBy(filter: string): string {
  return `$filter=${encodeURIComponent(filter)}`;
}

export function toRefusal({ status, body }: Answered): [number, string] {
  return [status, body.error.code];
}

/** A key pair that nobody published, under the same key id. */
export function createStrangeKeys(clock: GraphStage["clock"]): Promise<Keys> {
  return createKeys(clock, "entra");
}
