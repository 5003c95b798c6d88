import type { Cloud } from "../core/cloud/index.ts";
import type { AppTokens, Clock, Directory, Ids } from "../ports.ts";
import { findApps } from "./find-apps.ts";
import { createResourceShelf, type KnownResource } from "./known-resources.ts";
import { readApp } from "./read-app.ts";
import { openSession, type SessionOptions } from "./session.ts";

/** What a directory is made of. */
export interface DirectoryOptions {
  readonly token: AppTokens;
  /** The way out; it lets the origin of `cloud.graphBase` through. */
  readonly egress: { readonly fetch: SessionOptions["fetch"] };
  readonly cloud: Pick<Cloud, "graphBase">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Milliseconds that one reading may take. @default 10000 */
  readonly patienceMs?: number;
  /** See {@link toKnownResources}. */
  readonly resources: readonly KnownResource[];
}

/**
 * Makes the directory of all tenants through Microsoft Graph with app-only tokens. An app that is
 * registered in a tenant and has no service principal there is absent: nothing can be granted to it yet.
 * @throws AppError ERR_EGRESS_BLOCKED from a reading when the egress does not know the cloud's Graph
 */
export function createDirectory(options: DirectoryOptions): Directory {
  const { egress, cloud, clock, resources } = options;
  const shelf = createResourceShelf(resources, clock);
  const open = (tenantId: string) =>
    openSession({ ...options, fetch: egress.fetch, base: cloud.graphBase }, tenantId);
  return {
    readApp: async (tenant, client) => {
      const [tenantId, clientId] = [tenant.toLowerCase(), client.toLowerCase()];
      const session = open(tenantId);
      return readApp({ tenantId, clientId, session, shelf, resources, clock });
    },
    findApps: (tenantId, text) => findApps(open(tenantId.toLowerCase()), text),
  };
}
