import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Server as RestifyServer } from "restify";
import { findCloud } from "../core/cloud/index.ts";
import type { Clock, Log } from "../ports/index.ts";
import { assemble, type SandboxOptions } from "./assemble.ts";
import type { Faults } from "./faults/faults.ts";
import { type Route, type Service, serve } from "./http.ts";
import { createKeys } from "./keys.ts";
import type { TenantControls } from "./tenant-api.ts";

/** The simulated services while they run. */
export interface Sandbox {
  /** `http://127.0.0.1:<own port>`: simulated Entra, Graph and Bot Connector. */
  readonly origin: string;
  /** What the tenant panel does, as `/sandbox/api/tenant` does it. */
  readonly tenant: TenantControls;
  /** What goes wrong on purpose, as `/sandbox/api/faults` does it. */
  readonly faults: Faults;
  /** What the product goes by; the clock panel puts it forward. Tokens go by the clock of the options. */
  readonly clock: Clock;
  /**
   * Tells the sandbox where the bot listens and installs it in all conversations. From then on app
   * registrations have the redirect URI `<public URL>/consent/callback`, Consentry's API also
   * `<public URL>/auth/end` and the identifier URI `api://<host of the public URL>/botid-<bot>`.
   * @param messagesUrl the bot's `/api/messages`
   * @param publicUrl where browsers find the product, without a slash at the end
   * @default publicUrl the origin of messagesUrl
   * @param wake lets the product do at once what has become due @default nothing
   * @throws Refusal when the bot cannot be reached
   */
  connect(messagesUrl: string, publicUrl?: string, wake?: () => Promise<void>): Promise<void>;
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
  let service = (): Service => ({ routes: [], log });
  const services = createServer((req, res) => void serve(service(), { req, res }));
  const origin = await listen(services);
  const cloud = findCloud("sandbox", { origin, tenantId: options.tenantId });
  const parts = assemble({ ...options, cloud, origin, entraKeys, channelKeys });
  service = () => ({ routes: parts.listServiceRoutes(), gate: parts.faults, log });
  return {
    origin,
    tenant: parts.tenant,
    faults: parts.faults,
    clock: parts.clock,
    connect: async (
      messagesUrl,
      publicUrl = new URL(messagesUrl).origin,
      wake = async () => {},
    ) => {
      parts.directory.learnAddress(publicUrl);
      await parts.connect({ messagesUrl, publicUrl, wake });
    },
    mount: (server) => mount(server, parts.pageRoutes, log),
    stop: async () => {
      for (const stream of parts.streams) stream.end();
      await close(services);
    },
  };
}

function mount(server: RestifyServer, routes: readonly Route[], log: Log): void {
  const handle = async (req: IncomingMessage, res: ServerResponse) => {
    await serve({ routes, log }, { req, res });
  };
  server.get("/", handle);
  server.get("/sandbox/*", handle);
  server.post("/sandbox/*", handle);
  server.put("/sandbox/*", handle);
  server.del("/sandbox/*", handle);
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
