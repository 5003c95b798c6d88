// Composition root: settings -> rims -> listen. The only file that knows everything. main.ts calls it.
import { createBot } from "./bot/index.ts";
import { prepareCards } from "./cards/index.ts";
import { loadCatalogue, SANDBOX_APP_ID, type Settings } from "./config/index.ts";
import { type Cloud, findCloud } from "./core/cloud/index.ts";
import { prepareUnderstanding } from "./core/understanding/index.ts";
import type { World } from "./core/view/index.ts";
import { createTexts } from "./i18n/index.ts";
import { createBotToken, createEgress, createSeal } from "./identity/index.ts";
import type { Clock, Ids, Log } from "./ports.ts";
import { type Sandbox, startSandbox } from "./sandbox/index.ts";
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
  const sandbox = row.loopback
    ? await startSandbox({ ...account, botName: "Consentry", log, clock, ids })
    : undefined;
  const cloud = findCloud(row.id, { origin: sandbox?.origin ?? "", tenantId: account.tenantId });
  const publicUrl = settings.PUBLIC_URL ?? local;
  const world: World = { catalogue, cloud, texts: createTexts, publicUrl };
  const egress = createEgress(cloud, toMap(cloud, sandbox));
  const releaseConsole = captureConsole({ log, clock });
  const bot = createBot({
    ...account,
    cloud,
    world,
    clock,
    ids,
    log,
    tenants: settings.ALLOWED_TENANTS ?? [account.tenantId],
    clientIds: settings.CONSENT_CLIENT_IDS,
    botToken: createBotToken({ ...account, cloud, egress }),
    seal: createSeal(settings.SECRET_STATE_KEY),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
  server.open({ bot, world });
  sandbox?.mount(server.restify);
  await sandbox?.connect(`${local}/api/messages`);
  prepareLater(log);
  return {
    address: `${publicUrl}/`,
    stop: async () => {
      // Together: the sandbox's open event streams would hold the server.
      await Promise.all([server.stop(), sandbox?.stop()]);
      releaseConsole();
    },
  };
}

function toAccount({ BOT_ID, BOT_TENANT_ID, SECRET_BOT_PASSWORD }: Settings) {
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
function toMap({ loginBase, graphBase }: Cloud, sandbox: Sandbox | undefined) {
  return sandbox ? { [loginBase]: sandbox.origin, [graphBase]: sandbox.origin } : {};
}

/** Cards are parsed once the product listens; a turn that is faster parses its own. */
function prepareLater(log: Log): void {
  setImmediate(() => {
    prepareCards().catch((error: Error) =>
      log.error("a card is broken", { detail: error.message }),
    );
  });
}
