// The product as main.ts puts it together, with two differences: a cloud row whose addresses lead to the
// fake services (so no simulated tenant runs in the measured process), and a throttle that lets all pass.
import { enableCompileCache } from "node:module";
import { APP_ID, APP_SECRET, readSetup, reportTo, TENANT_ID } from "../setup.ts";

const HOST = "127.0.0.1";
/** Far more than one address can ask for. */
const UNLIMITED = 1e9;

const { origin, compileCache } = readSetup();
if (compileCache !== undefined) enableCompileCache(compileCache);
const { loadSettings } = await import("../../src/config/index.ts");
const settings = loadSettings({
  environment: {
    CLOUD: "sandbox",
    SANDBOX: "1",
    BOT_ID: APP_ID,
    BOT_TENANT_ID: TENANT_ID,
    SECRET_BOT_PASSWORD: APP_SECRET,
    PORT: "0",
  },
});
const [bots, cards, config, clouds, understanding, i18n, identity, , servers, telemetry] =
  await importAll();
const clock = { now: () => Date.now() };
const ids = { next: () => crypto.randomUUID() };
const log = telemetry.createLog({ level: settings.LOG_LEVEL, clock });
telemetry.captureConsole({ log, clock });
const cloud = clouds.findCloud("sandbox", { origin, tenantId: TENANT_ID });
const catalogue = await config.loadCatalogue();
const limits = { proxyHops: 0, burst: UNLIMITED, rate: UNLIMITED };
const server = servers.createServer({ clock, ids, log, ...limits });
const port = await server.listen(HOST, settings.PORT);
const world = { catalogue, cloud, texts: i18n.createTexts, publicUrl: origin };
const { loginBase, graphBase } = cloud;
const egress = identity.createEgress(cloud, { [loginBase]: origin, [graphBase]: origin });
const account = { appId: APP_ID, appSecret: APP_SECRET, tenantId: TENANT_ID, cloud };
const bot = bots.createBot({
  ...account,
  world,
  clock,
  ids,
  log,
  tenants: [TENANT_ID],
  botToken: identity.createBotToken({ ...account, egress }),
  seal: identity.createSeal(settings.SECRET_STATE_KEY),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
});
understanding.prepareUnderstanding(catalogue);
server.open({ bot, world });
setImmediate(() => void cards.prepareCards());
reportTo(port, cards.countConstructed);

/** What main.ts imports, the sandbox too: it is part of a start. */
function importAll() {
  return Promise.all([
    import("../../src/bot/index.ts"),
    import("../../src/cards/index.ts"),
    import("../../src/config/index.ts"),
    import("../../src/core/cloud/index.ts"),
    import("../../src/core/understanding/index.ts"),
    import("../../src/i18n/index.ts"),
    import("../../src/identity/index.ts"),
    import("../../src/sandbox/index.ts"),
    import("../../src/server/index.ts"),
    import("../../src/telemetry/index.ts"),
  ]);
}
