import type { Cloud } from "../core/cloud/index.ts";
import type {
  AppTokens,
  Clock,
  Directory,
  Ids,
  ScopedToken,
  TokenRenewal,
} from "../ports/index.ts";
import { findApps } from "./find-apps.ts";
import { createResourceShelf, type KnownResource, type ResourceShelf } from "./known-resources.ts";
import { type AppToRead, readApp } from "./read-app.ts";
import { openSession, type Session, type SessionOptions } from "./session.ts";

/** What asking Microsoft Graph takes, whoever asks. */
export interface GraphWays {
  /** The way out; it lets the origin of `cloud.graphBase` through. */
  readonly egress: { readonly fetch: SessionOptions["fetch"] };
  readonly cloud: Pick<Cloud, "graphBase">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds that one reading may take. @default 10000 */
  readonly patienceMs?: number;
}

/** What reading apps takes. */
export interface GraphOptions extends GraphWays {
  /** See {@link toKnownResources}. */
  readonly resources: readonly KnownResource[];
}

/** What a directory is made of. */
export interface DirectoryOptions extends GraphOptions {
  readonly token: AppTokens;
}

/**
 * Makes the directory of all tenants through Microsoft Graph with the tokens of jobs. An app that is
 * registered in a tenant and has no service principal there is absent: nothing can be granted to it yet.
 * @throws AppError ERR_EGRESS_BLOCKED from a reading when the egress does not know the cloud's Graph
 */
export function createDirectory(options: DirectoryOptions): Directory {
  const { token, clock, resources } = options;
  const shelf = createResourceShelf(resources, clock);
  return toDirectory(options, shelf, (tenantId) => ({
    reader: tenantId,
    session: openGraphForJobs(options, token, tenantId),
  }));
}

/** Opens a session that reads delegated grants of a tenant. */
export type OpenLister = (tenantId: string) => Session;

/**
 * The directory of a person's own tenant, with that person's rights.
 * @param openLister for somebody to whom Microsoft Graph does not show delegated grants
 * @throws RangeError from a reading of another tenant
 */
export function openPersonDirectory(
  options: GraphOptions,
  shelf: ResourceShelf,
  {
    token,
    openLister,
  }: { readonly token: ScopedToken; readonly openLister?: OpenLister | undefined },
): Directory {
  const own = token.tenantId.toLowerCase();
  const readAs = openLister ? "both" : "person";
  return toDirectory(options, shelf, (tenantId) => {
    if (tenantId !== own) throw new RangeError("a person reads in their own tenant only");
    const session = openGraph(options, token);
    return { reader: `${own}|${token.personId}`, session, lister: openLister?.(own), readAs };
  });
}

/** Opens a session with the token of one scope. */
export function openGraph(
  options: GraphWays,
  { scope, get }: Pick<ScopedToken, "scope" | "get">,
): Session {
  const { egress, cloud } = options;
  return openSession({ ...options, fetch: egress.fetch, base: cloud.graphBase, scope, token: get });
}

/** Opens a session with tokens of a tenant's jobs. */
export function openGraphForJobs(options: GraphWays, tokens: AppTokens, tenantId: string): Session {
  const { egress, cloud } = options;
  const token = (renewal?: TokenRenewal) => tokens(tenantId, renewal);
  return openSession({ ...options, fetch: egress.fetch, base: cloud.graphBase, token });
}

type Opened = Pick<AppToRead, "reader" | "session" | "lister" | "readAs">;

function toDirectory(
  { resources, clock }: GraphOptions,
  shelf: ResourceShelf,
  open: (tenantId: string) => Opened,
): Directory {
  return {
    readApp: async (tenant, client) => {
      const [tenantId, clientId] = [tenant.toLowerCase(), client.toLowerCase()];
      return readApp({ tenantId, clientId, ...open(tenantId), shelf, resources, clock });
    },
    findApps: async (tenantId, text) => findApps(open(tenantId.toLowerCase()).session, text),
  };
}
