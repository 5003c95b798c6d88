// Composition root: settings -> rims -> listen. The only file that knows everything. main.ts calls it.
import { setTimeout as delay } from "node:timers/promises";
import { prepareCards } from "./cards/index.ts";
import {
  loadCatalogue,
  SANDBOX_API_ID,
  SANDBOX_APP_ID,
  SANDBOX_TEAMS_APP_ID,
  type Settings,
} from "./config/index.ts";
import type { Catalogue } from "./core/catalogue/index.ts";
import { type Cloud, findCloud } from "./core/cloud/index.ts";
import { prepareSearch } from "./core/search/index.ts";
import { prepareUnderstanding } from "./core/understanding/index.ts";
import { afterFirst, type Job, startJob } from "./jobs/index.ts";
import { type Joined, joinRims } from "./join.ts";
import type { Account } from "./joint.ts";
import type { Clock, Ids, Log } from "./ports/index.ts";
import type { Sandbox } from "./sandbox/index.ts";
import { createServer } from "./server/index.ts";
import { openStore } from "./store/index.ts";
import { captureConsole, createLog } from "./telemetry/index.ts";

/** A running product. */
export interface Product {
  /** Where a browser finds it: `http://127.0.0.1:3978/`. */
  readonly address: string;
  /** Ends what is running and closes everything that was opened. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly settings: Settings;
  /** @default JSON lines on stderr */
  readonly log?: Log;
  /** @default real time */
  readonly sleep?: typeof sleepForReal;
  /** The clock that `sleep` goes by, in milliseconds. @default real time */
  readonly ticks?: () => number;
}

const clock: Clock = { now: () => Date.now() };
const ids: Ids = { next: () => crypto.randomUUID() };

/** Pause between two looks at what is past its time, in milliseconds. */
const SWEEP_MS = 60_000;

/**
 * Starts the product; in the sandbox's cloud, the simulated tenant with it.
 * @throws AppError ERR_CATALOGUE_INVALID, ERR_STORE_LOCKED, ERR_STORE_NEWER, ERR_STORE_FAILED, or
 *   ERR_CONFIG_INVALID when the port is taken
 */
export async function startProduct(options: StartOptions): Promise<Product> {
  const { settings, log: given, sleep = sleepForReal, ticks } = options;
  const log = given ?? createLog({ level: settings.LOG_LEVEL, clock });
  const catalogue = await loadCatalogue(settings.CATALOGUE_PACKS);
  prepareUnderstanding(catalogue);
  const store = await openStore({ file: settings.STORE_FILE, log });
  const { HOST, PORT, PROXY_HOPS: proxyHops, REQUESTS_PER_SECOND: rate } = settings;
  const server = createServer({ clock, ids, log, proxyHops, rate });
  const local = toOrigin(HOST, await server.listen(HOST, PORT));
  const account = toAccount(settings);
  const row = findCloud(settings.CLOUD);
  const sandbox = row.loopback ? await openSandbox(account, catalogue, log) : undefined;
  const cloud = findCloud(row.id, { origin: sandbox?.origin ?? "", tenantId: account.tenantId });
  const publicUrl = settings.PUBLIC_URL ?? local;
  const redirects = sandbox ? toMap(cloud, sandbox) : {};
  const releaseConsole = captureConsole({ log, clock });
  const rims = { settings, log, clock, ids, sleep, ...(ticks && { ticks }), store, catalogue };
  const joined = joinRims({ ...rims, cloud, account, publicUrl, redirects });
  server.open(joined);
  sandbox?.mount(server.restify);
  await sandbox?.connect(`${local}/api/messages`, publicUrl);
  const sweep = startSweep(joined, log);
  prepareLater(catalogue, log);
  return {
    address: `${publicUrl}/`,
    stop: async () => {
      // While what it says can still be said.
      await joined.bot.stop();
      joined.shares.stop();
      // Together: the sandbox's open event streams would hold the server.
      await Promise.all([server.stop(), sandbox?.stop(), sweep.stop(), joined.consents.stop()]);
      await joined.signIns.idle();
      await joined.shares.idle();
      await store.close();
      releaseConsole();
    },
  };
}

/** Takes up what an earlier process left, and sweeps. The start neither waits for it nor fails by it. */
function startSweep({ consents, retention, shares, ledger, tenants }: Joined, log: Log): Job {
  const sweep = async () => {
    try {
      await consents.sweep();
    } finally {
      const all = [...tenants, ...(await ledger.tenants())];
      await retention.sweep(all);
      await shares.sweep(all);
    }
  };
  const run = afterFirst(consents.resume, sweep);
  return startJob({ name: "sweep", everyMs: SWEEP_MS, log, run });
}

/** Loaded where it is wanted only: a real cloud never reads its code. */
async function openSandbox(account: Account, catalogue: Catalogue, log: Log): Promise<Sandbox> {
  const { startSandbox } = await import("./sandbox/index.ts");
  const { teamsAppId: id, ...rest } = account;
  const teamsAppId = id ?? SANDBOX_TEAMS_APP_ID;
  return startSandbox({ ...rest, teamsAppId, catalogue, botName: "Consentry", log, clock, ids });
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

function toOrigin(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** In the sandbox public names stay, and only the egress knows where they really lead. */
function toMap({ loginBase, graphBase }: Cloud, { origin }: Sandbox): Record<string, string> {
  return { [loginBase]: origin, [graphBase]: origin };
}

/** Cards are parsed once the product listens; a turn that is faster parses its own. */
function prepareLater(catalogue: Catalogue, log: Log): void {
  setImmediate(() => {
    prepareSearch(catalogue);
    prepareCards().catch((error: Error) =>
      log.error("a card is broken", { detail: error.message }),
    );
  });
}

/** Ends early when the signal does; what waited looks at the signal afterwards. */
async function sleepForReal(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, signal ? { signal } : {}).catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
}
