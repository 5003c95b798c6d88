// Composition root: settings -> rims -> listen. The only file that knows everything. main.ts calls it.
import { type Bot, createBot } from "./bot/index.ts";
import { prepareCards } from "./cards/index.ts";
import { loadCatalogue, SANDBOX_APP_ID, type Settings } from "./config/index.ts";
import type { Catalogue } from "./core/catalogue/index.ts";
import { type Cloud, findCloud } from "./core/cloud/index.ts";
import { prepareUnderstanding } from "./core/understanding/index.ts";
import type { World } from "./core/view/index.ts";
import { createTexts } from "./i18n/index.ts";
import { createBotToken, createEgress, createSeal } from "./identity/index.ts";
import type { Clock, Ids, Log } from "./ports.ts";
import type { Sandbox } from "./sandbox/index.ts";
import { createServer } from "./server/index.ts";
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
}

const clock: Clock = { now: () => Date.now() };
const ids: Ids = { next: () => crypto.randomUUID() };

/**
 * Starts the product; in the sandbox's cloud, the simulated tenant with it.
 * @throws AppError ERR_CATALOGUE_INVALID, or ERR_CONFIG_INVALID when the port is taken
 */
export async function startProduct({ settings, log: given }: StartOptions): Promise<Product> {
  const log = given ?? createLog({ level: settings.LOG_LEVEL, clock });
  const catalogue = await loadCatalogue(settings.CATALOGUE_PACKS);
  prepareUnderstanding(catalogue);
  const { PROXY_HOPS: proxyHops, REQUESTS_PER_SECOND: rate } = settings;
  const server = createServer({ clock, ids, log, proxyHops, rate });
  const port = await server.listen(settings.HOST, settings.PORT);
  const local = toOrigin(settings.HOST, port);
  const account = toAccount(settings);
  const row = findCloud(settings.CLOUD);
  const sandbox = row.loopback ? await openSandbox(account, log) : undefined;
  const cloud = findCloud(row.id, { origin: sandbox?.origin ?? "", tenantId: account.tenantId });
  const releaseConsole = captureConsole({ log, clock });
  const { bot, world } = joinRims({
    settings,
    log,
    catalogue,
    cloud,
    account,
    publicUrl: settings.PUBLIC_URL ?? local,
    redirects: sandbox ? toMap(cloud, sandbox) : {},
  });
  server.open({ bot, world });
  sandbox?.mount(server.restify);
  await sandbox?.connect(`${local}/api/messages`);
  prepareLater(log);
  return {
    address: `${world.publicUrl}/`,
    stop: async () => {
      // Together: the sandbox's open event streams would hold the server.
      await Promise.all([server.stop(), sandbox?.stop()]);
      releaseConsole();
    },
  };
}

export interface Joint {
  readonly settings: Settings;
  readonly log: Log;
  readonly catalogue: Catalogue;
  readonly cloud: Cloud;
  readonly account: Account;
  readonly publicUrl: string;
  /** Public origin -> where it really leads; empty outside the sandbox. */
  readonly redirects: Readonly<Record<string, string>>;
}

/** Joins the rims to a bot that listens to nothing yet. */
export function joinRims(joint: Joint): { bot: Bot; world: World } {
  const { settings, log, catalogue, cloud, account, publicUrl, redirects } = joint;
  const world: World = { catalogue, cloud, texts: createTexts, publicUrl };
  const egress = createEgress(cloud, redirects);
  const bot = createBot({
    ...account,
    cloud,
    world,
    clock,
    ids,
    log,
    tenants: settings.ALLOWED_TENANTS ?? [account.tenantId],
    clientIds: settings.CONSENT_CLIENT_IDS,
    home: { tenantId: account.tenantId, domains: settings.CONSENT_DOMAINS },
    botToken: createBotToken({ ...account, cloud, egress }),
    seal: createSeal(settings.SECRET_STATE_KEY),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
  return { bot, world };
}

/** Loaded where it is wanted only: a real cloud never reads its code. */
async function openSandbox(account: Account, log: Log): Promise<Sandbox> {
  const { startSandbox } = await import("./sandbox/index.ts");
  return startSandbox({ ...account, botName: "Consentry", log, clock, ids });
}

/** Who the bot is to Entra ID. */
export interface Account {
  readonly appId: string;
  readonly tenantId: string;
  readonly appSecret: string;
}

function toAccount({ BOT_ID, BOT_TENANT_ID, SECRET_BOT_PASSWORD }: Settings): Account {
  return {
    appId: BOT_ID ?? SANDBOX_APP_ID,
    tenantId: BOT_TENANT_ID ?? ids.next(),
    appSecret: SECRET_BOT_PASSWORD ?? ids.next(),
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
function prepareLater(log: Log): void {
  setImmediate(() => {
    prepareCards().catch((error: Error) =>
      log.error("a card is broken", { detail: error.message }),
    );
  });
}
