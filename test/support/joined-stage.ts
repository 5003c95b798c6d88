import { randomUUID } from "node:crypto";
import { loadSettings, SANDBOX_API_ID, SANDBOX_TEAMS_APP_ID } from "../../src/config/index.ts";
import { findCloud } from "../../src/core/cloud/index.ts";
import { joinRims } from "../../src/join.ts";
import type { Store } from "../../src/ports/index.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { createServer } from "../../src/server/index.ts";
import { openStore } from "../../src/store/index.ts";
import { tenantId } from "./activities.ts";
import { catalogue } from "./catalogue.ts";
import { createFakeLog } from "./fakes.ts";
import { createEnvironment, type Stage, talkTo } from "./talk.ts";

/** What is wrong with a product before it starts. */
export interface JoinedOptions {
  /** The secret that the product believes in. @default the one that the tenant has */
  readonly appSecret?: string;
  /** The secret of its API that it believes in. @default the one that the tenant has */
  readonly apiSecret?: string;
  /** @default one in memory */
  readonly store?: Store;
  /** Plans faults before the product asks for its first token. */
  readonly spoil?: (sandbox: Sandbox) => void;
}

/** The product and its sandbox, joined as start.ts does it, with parts that start.ts cannot have. */
export async function startJoinedStage(options: JoinedOptions = {}): Promise<Stage> {
  const log = createFakeLog();
  const clock = { now: () => Date.now() };
  const ids = { next: () => randomUUID() as string };
  const settings = loadSettings({ environment: createEnvironment() });
  const secret = randomUUID();
  const account = {
    appId: settings.BOT_ID ?? "",
    tenantId,
    appSecret: secret,
    apiId: SANDBOX_API_ID,
    apiSecret: randomUUID(),
    teamsAppId: SANDBOX_TEAMS_APP_ID,
  };
  const sandbox = await startSandbox({
    ...account,
    catalogue,
    botName: "Consentry",
    log,
    clock,
    ids,
  });
  const store = options.store ?? (await openStore({ file: ":memory:" }));
  const server = createServer({ clock, ids, log, proxyHops: 0, rate: 9999 });
  const port = await server.listen("127.0.0.1", 0);
  const publicUrl = `http://127.0.0.1:${port}`;
  const { origin } = sandbox;
  const cloud = findCloud("sandbox", { origin, tenantId });
  const joined = joinRims({
    settings,
    log,
    clock,
    ids,
    store,
    catalogue,
    cloud,
    publicUrl,
    account: {
      ...account,
      appSecret: options.appSecret ?? secret,
      apiSecret: options.apiSecret ?? account.apiSecret,
    },
    redirects: { [cloud.loginBase]: origin, [cloud.graphBase]: origin },
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / 100)),
  });
  server.open(joined);
  sandbox.mount(server.restify);
  options.spoil?.(sandbox);
  await sandbox.connect(`${publicUrl}/api/messages`, publicUrl);
  const stop = async () => {
    await Promise.all([server.stop(), sandbox.stop(), joined.consents.stop()]);
    await store.close();
  };
  return { ...talkTo(`${publicUrl}/`), log, stop };
}
