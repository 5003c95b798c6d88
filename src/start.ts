// Composition root: settings -> store, cloud, replica. main.ts calls it; in the sandbox's cloud it opens the tenant too.
import {
  loadCatalogue,
  SANDBOX_API_ID,
  SANDBOX_APP_ID,
  SANDBOX_TEAMS_APP_ID,
  type Settings,
} from "./config/index.ts";
import type { Catalogue } from "./core/catalogue/index.ts";
import { type Cloud, findCloud } from "./core/cloud/index.ts";
import type { Account } from "./joint.ts";
import { openSettledStore } from "./open-settled-store.ts";
import type { Clock, Ids, Log } from "./ports/index.ts";
import type { Sandbox } from "./sandbox/index.ts";
import { type Lodger, type ReplicaOptions, startReplica } from "./start-replica.ts";
import { createLog } from "./telemetry/index.ts";

/** A running product. */
export interface Product {
  /** Where a browser finds it: `http://127.0.0.1:3978/`. */
  readonly address: string;
  /** Ends what is running and closes everything that was opened. */
  stop(): Promise<void>;
}

export interface StartOptions extends Pick<ReplicaOptions, "settings" | "sleep" | "ticks"> {
  /** @default JSON lines on stderr */
  readonly log?: Log;
}

const clock: Clock = { now: () => Date.now() };
const ids: Ids = { next: () => crypto.randomUUID() };

/**
 * Starts the product; in the sandbox's cloud, the simulated tenant with it.
 * @throws AppError ERR_CATALOGUE_INVALID, ERR_STORE_LOCKED, ERR_STORE_NEWER, ERR_STORE_FAILED, or
 *   ERR_CONFIG_INVALID when the port is taken
 */
export async function startProduct(options: StartOptions): Promise<Product> {
  const { settings, log: given } = options;
  const log = given ?? createLog({ level: settings.LOG_LEVEL, clock });
  const catalogue = await loadCatalogue(settings.CATALOGUE_PACKS);
  const store = await openSettledStore(settings, { log });
  const account = toAccount(settings);
  const row = findCloud(settings.CLOUD);
  const sandbox = row.loopback ? await openSandbox(account, catalogue, log) : undefined;
  const cloud = findCloud(row.id, { origin: sandbox?.origin ?? "", tenantId: account.tenantId });
  const redirects = sandbox ? toMap(cloud, sandbox) : {};
  const clocks = { clock: sandbox?.clock ?? clock, tokenClock: clock };
  const rims = { ...options, ...clocks, log, ids, store, catalogue, cloud, account, redirects };
  const replica = await startReplica({ ...rims, lodger: sandbox && toLodger(sandbox) });
  return { address: `${replica.publicUrl}/`, stop: replica.stop };
}

/** Loaded where it is wanted only: a real cloud never reads its code. */
async function openSandbox(account: Account, catalogue: Catalogue, log: Log): Promise<Sandbox> {
  const { startSandbox } = await import("./sandbox/index.ts");
  const { teamsAppId: id, ...rest } = account;
  const teamsAppId = id ?? SANDBOX_TEAMS_APP_ID;
  return startSandbox({ ...rest, teamsAppId, catalogue, botName: "Consentry", log, clock, ids });
}

function toLodger({ mount, connect, stop }: Sandbox): Lodger {
  const settle: Lodger["settle"] = ({ origin, publicUrl, lookNow }) =>
    connect(`${origin}/api/messages`, publicUrl, lookNow);
  return { mount, settle, stop };
}

function toAccount(settings: Settings): Account {
  const { CLOUD, TEAMS_APP_ID } = settings;
  const known = CLOUD === "sandbox" ? SANDBOX_TEAMS_APP_ID : null;
  return {
    tenantId: settings.BOT_TENANT_ID ?? ids.next(),
    appId: settings.BOT_ID ?? SANDBOX_APP_ID,
    appSecret: settings.SECRET_BOT_PASSWORD ?? ids.next(),
    apiId: settings.API_ID ?? SANDBOX_API_ID,
    apiSecret: settings.SECRET_API_PASSWORD ?? ids.next(),
    teamsAppId: TEAMS_APP_ID ?? known,
  };
}

/** In the sandbox public names stay, and only the egress knows where they really lead. */
function toMap({ loginBase, graphBase }: Cloud, { origin }: Sandbox): Record<string, string> {
  return { [loginBase]: origin, [graphBase]: origin };
}
