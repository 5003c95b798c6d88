import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { findCloud } from "../../src/core/cloud/index.ts";
import { type ScopeId, tokenValues } from "../../src/core/scope/index.ts";
import { createWorkplace } from "../../src/graph/index.ts";
import { createEgress } from "../../src/identity/index.ts";
import type { PersonTokenAnswer, TokenRenewal, Workplace } from "../../src/ports/index.ts";
import { createTenantDirectory } from "../../src/sandbox/directory/create-directory.ts";
import { findPerson } from "../../src/sandbox/directory/people.ts";
import { toTenant } from "../../src/sandbox/directory/tenant.ts";
import { createFaults, type Faults } from "../../src/sandbox/faults/faults.ts";
import { graphRoutes } from "../../src/sandbox/graph/graph.ts";
import { createRevocations } from "../../src/sandbox/graph/revocations.ts";
import { serve } from "../../src/sandbox/http.ts";
import { createKeys } from "../../src/sandbox/keys.ts";
import { createMailboxes } from "../../src/sandbox/mail/mailboxes.ts";
import { catalogue } from "../support/catalogue.ts";
import { createFakeLog } from "../support/fakes.ts";
import { type CountedToken, toToken } from "./person.ts";
import { known, tenantId } from "./tenant.ts";

/** Ids of what stands in the sandbox tenant, and of Consentry's Teams app there. */
export const contosoIt = "e515dae4-a052-4f9b-8d42-61de95a4d505";
export const finance = "f7a3c1d2-8b54-4e6a-9c1f-2d7e8a906b11";
export const general = "19:contoso-it@thread.tacv2";
export const permissions = "19:contoso-it-permissions@thread.tacv2";
export const approvals = "19:contoso-it-approvals@thread.tacv2";
export const teamsAppId = "c0a5e217-5a9d-4b0c-8000-000000000003";

const apiApp = { appId: "a9100000-0000-4000-8000-000000000001", name: "Consentry", secret: "s" };
const botApp = { appId: "b0700000-0000-4000-8000-000000000001", name: "Consentry", secret: "s" };

export interface Limits {
  /** Milliseconds of one request. @default 10000 */
  readonly timeout?: number;
  /** Milliseconds of all requests of a question. @default 10000 */
  readonly patienceMs?: number;
}

export interface Simulated {
  readonly faults: Faults;
  /** A page of Graph has no more rows than this. */
  setPageSize(rows: number): void;
  /** The product's own reading of the simulated Graph; pauses take no time. */
  open(limits?: Limits): Workplace;
  /**
   * What somebody gets once a scope is consented to: a token of exactly what the scope asks for.
   * @param renewed what comes of asking for another one @default a new token
   */
  tokenOf(
    alias: string,
    scope: ScopeId,
    renewed?: (renewal: TokenRenewal) => PersonTokenAnswer | undefined,
  ): CountedToken;
  /** Takes back all tokens that somebody holds. */
  revoke(alias: string): void;
  reset(): void;
  stop(): void;
}

/** The simulated Graph alone, with the faults of the sandbox. */
export async function startSimulated(): Promise<Simulated> {
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUID() as string };
  const cloud = findCloud("public");
  const { loginBase, graphBase } = cloud;
  const tenant = toTenant(tenantId);
  const directory = createTenantDirectory({ catalogue, tenant, clock, ids, botApp, apiApp });
  const revocations = createRevocations();
  const keys = revocations.watch(await createKeys(clock, "entra"));
  const settings = { pageSize: 999 };
  const faults = createFaults({ clock, ids });
  const shared = { tenant, directory, revocations, settings, teamsAppId, keys, clock, ids };
  const mailboxes = createMailboxes({ clock, ids }, () => {});
  const routes = graphRoutes({ ...shared, mailboxes, loginBase, graphBase });
  const service = { routes, gate: faults, log: createFakeLog() };
  const server = createServer((req, res) => void serve(service, { req, res }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const requireId = (alias: string) => findPerson(alias)?.id ?? alias;
  const sign = (alias: string, scope: ScopeId) =>
    keys.sign({
      aud: graphBase,
      iss: `https://sts.windows.net/${tenantId}/`,
      tid: tenantId,
      appid: apiApp.appId,
      oid: requireId(alias),
      uti: ids.next(),
      scp: tokenValues(scope).join(" "),
    });
  const signAsConsentry = () =>
    keys.sign({
      aud: graphBase,
      iss: `https://sts.windows.net/${tenantId}/`,
      tid: tenantId,
      appid: botApp.appId,
      uti: ids.next(),
      roles: tokenValues("application"),
    });
  return {
    faults,
    setPageSize: (rows) => {
      settings.pageSize = rows;
    },
    open: ({ timeout = 10_000, patienceMs = 10_000 } = {}) =>
      createWorkplace({
        egress: createEgress(cloud, { [graphBase]: origin }, { timeout }),
        ...{ cloud, clock, ids, patienceMs },
        sleep: async () => {},
        resources: known,
        token: async () => ({
          kind: "token",
          token: await signAsConsentry(),
          scope: "application",
        }),
      }),
    tokenOf: (alias, scope, renewed = () => undefined) => {
      const person = { tenantId, personId: requireId(alias) };
      const counted = toToken(scope, (renewal) => renewal && renewed(renewal), person);
      const get = async (renewal?: TokenRenewal) => {
        const answer = await counted.get(renewal);
        const isOwn = answer.kind === "token" && answer.token.startsWith("token-");
        return isOwn ? { kind: "token" as const, token: await sign(alias, scope) } : answer;
      };
      return { ...counted, get };
    },
    revoke: (alias) => revocations.revoke(requireId(alias)),
    reset: () => {
      settings.pageSize = 999;
      faults.reset();
      revocations.reset();
      directory.reset();
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
