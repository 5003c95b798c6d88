import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Server as RestifyServer } from "restify";
import { findCloud } from "../core/cloud/index.ts";
import type { Clock, Ids, Log } from "../ports.ts";
import { apiRoutes } from "./api.ts";
import { toTenant } from "./directory/tenant.ts";
import { consentRoutes } from "./entra/consent-page.ts";
import { entraRoutes } from "./entra/entra.ts";
import { type Route, serve } from "./http.ts";
import { createKeys, type Keys } from "./keys.ts";
import { pageRoutes } from "./pages.ts";
import { type Bot, createActivityFactory } from "./teams/activity.ts";
import { type Channel, createChannel } from "./teams/channel.ts";
import { connectorRoutes } from "./teams/connector.ts";
import { createDeeds } from "./teams/deeds.ts";
import { World } from "./teams/world.ts";

/** Who the bot is in the sandbox tenant, and what the sandbox needs from the outside. */
export interface SandboxOptions {
  /** The bot's app registration in the sandbox tenant, and its secret. */
  readonly appId: string;
  readonly appSecret: string;
  readonly tenantId: string;
  /** Name that mentions carry and the page shows. */
  readonly botName: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The simulated services while they run. */
export interface Sandbox {
  /** `http://127.0.0.1:<own port>`: simulated Entra, Bot Connector and Bot Framework keys. */
  readonly origin: string;
  /**
   * Tells the sandbox where the bot listens and installs it in all conversations.
   * @param messagesUrl the bot's `/api/messages`
   * @throws Refusal when the bot cannot be reached
   */
  connect(messagesUrl: string): Promise<void>;
  /** Puts the client page at `GET /`, its files and `/sandbox/api/*` on the product's own server. */
  mount(server: RestifyServer): void;
  /** Ends the event streams and closes the port. */
  stop(): Promise<void>;
}

/** Starts the simulated services on 127.0.0.1, on a port of their own. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, ids, log } = options;
  const [entraKeys, channelKeys] = await Promise.all([
    createKeys(clock, ids.next()),
    createKeys(clock, ids.next(), ["msteams"]),
  ]);
  // The origin is known after listening only, and the routes carry it.
  const routes: Route[] = [];
  const services = createServer((req, res) => void serve(routes, { req, res }, log));
  const origin = await listen(services);
  const parts = assemble({ options, origin, entraKeys, channelKeys });
  routes.push(...parts.serviceRoutes);
  return {
    origin,
    connect: async (messagesUrl) => {
      parts.channel.connect(messagesUrl);
      await parts.deeds.installEverywhere();
    },
    mount: (server) => mount(server, parts.pageRoutes, log),
    stop: async () => {
      for (const stream of parts.streams) stream.end();
      await close(services);
    },
  };
}

interface Made {
  readonly options: SandboxOptions;
  readonly origin: string;
  readonly entraKeys: Keys;
  readonly channelKeys: Keys;
}

function assemble(made: Made) {
  const { appId, botName, tenantId, clock, ids, log } = made.options;
  const bot: Bot = { id: `28:${appId}`, name: botName, serviceUrl: made.origin, tenantId };
  const world = new World(clock);
  const channel = openChannel(made);
  const toActivity = createActivityFactory(bot, clock, ids);
  const deeds = createDeeds({ bot, world, channel, log, toActivity });
  const streams = new Set<ServerResponse>();
  const keep = (stream: ServerResponse) => {
    streams.add(stream);
    stream.on("close", () => streams.delete(stream));
  };
  return {
    channel,
    deeds,
    streams,
    serviceRoutes: toServiceRoutes(made, bot, world),
    pageRoutes: [
      ...pageRoutes(),
      ...apiRoutes({ world, deeds, bot: { id: bot.id, name: botName }, keep }),
    ],
  };
}

function openChannel({ options, origin, channelKeys }: Made): Channel {
  const { botIssuer } = findCloud("sandbox");
  const { appId } = options;
  return createChannel({ appId, serviceUrl: origin, issuer: botIssuer, keys: channelKeys });
}

function toServiceRoutes(made: Made, bot: Bot, world: World): readonly Route[] {
  const { options, origin, entraKeys, channelKeys } = made;
  const { appId, botName, log } = options;
  const { loginBase, botScope, botIssuer } = findCloud("sandbox");
  const tenant = toTenant(options.tenantId);
  return [
    ...connectorRoutes({ bot, appId, issuer: botIssuer, channelKeys, entraKeys, world, log }),
    ...entraRoutes({ ...options, tenant, loginBase, origin, resource: botScope, keys: entraKeys }),
    ...consentRoutes({ tenant, appId, botName }),
  ];
}

function mount(server: RestifyServer, routes: readonly Route[], log: Log): void {
  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    await serve(routes, { req, res }, log);
  };
  server.get("/", handle);
  server.get("/sandbox/*", handle);
  server.post("/sandbox/*", handle);
}

/** Loopback only, whatever the product itself listens on. */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
