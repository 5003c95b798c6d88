// The product as it starts, with two differences: a cloud row whose addresses lead to the fake services
// (so no simulated tenant runs in the measured process), and a throttle that lets all pass.
import { enableCompileCache } from "node:module";
import { APP_ID, APP_SECRET, readSetup, reportTo, TENANT_ID } from "../setup.ts";

const HOST = "127.0.0.1";
/** Far more than one address can ask for. */
const UNLIMITED = 1e9;

const { origin, compileCache } = readSetup();
if (compileCache !== undefined) enableCompileCache(compileCache);
const [join, cards, config, clouds, understanding, servers, stores, telemetry] = await Promise.all([
  import("../../src/join.ts"),
  import("../../src/cards/index.ts"),
  import("../../src/config/index.ts"),
  import("../../src/core/cloud/index.ts"),
  import("../../src/core/understanding/index.ts"),
  import("../../src/server/index.ts"),
  import("../../src/store/index.ts"),
  import("../../src/telemetry/index.ts"),
]);
const bot = { appId: APP_ID, appSecret: APP_SECRET, tenantId: TENANT_ID };
const api = { apiId: crypto.randomUUID(), apiSecret: crypto.randomUUID(), teamsAppId: null };
const account = { ...bot, ...api };
const settings = config.loadSettings({
  environment: { SANDBOX: "1", BOT_ID: APP_ID, BOT_TENANT_ID: TENANT_ID, PORT: "0" },
});
const clock = { now: () => Date.now() };
const ids = { next: () => crypto.randomUUID() };
const log = telemetry.createLog({ level: settings.LOG_LEVEL, clock });
telemetry.captureConsole({ log, clock });
const cloud = clouds.findCloud("sandbox", { origin, tenantId: TENANT_ID });
const catalogue = await config.loadCatalogue();
understanding.prepareUnderstanding(catalogue);
const limits = { proxyHops: 0, burst: UNLIMITED, rate: UNLIMITED };
const server = servers.createServer({ clock, ids, log, ...limits });
const port = await server.listen(HOST, settings.PORT);
const redirects = { [cloud.loginBase]: origin, [cloud.graphBase]: origin };
const store = await stores.openStore({ file: ":memory:" });
const sleep = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));
// What the program takes is measured, not how long the rates of Teams hold it back.
const ticks = () => performance.now() * 1_000_000;
const tools = { settings, log, clock, ids, sleep, ticks, store };
const joint = { ...tools, catalogue, cloud, account, publicUrl: origin, redirects };
server.open(join.joinRims(joint));
setImmediate(() => void cards.prepareCards());
reportTo(port, cards.countConstructed);
