// Knows HTTP: routes, limits, headers, and how to stop.
// Must not know what an activity is: it hands bodies to the bot and sends what comes back.
// A new page or endpoint is a handler in routes.ts and a line in addRoutes().
import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import restify, { type Next, type Request, type Response, type Server } from "restify";
import { AppError } from "../core/errors.ts";
import type { Clock, Ids, Log } from "../ports/index.ts";
import { hasReadableAddress } from "./has-readable-address.ts";
import { setCommonHeaders } from "./headers.ts";
import { drawReadiness } from "./readiness.ts";
import {
  type App,
  type Exchange,
  type Refusal,
  receiveMessages,
  showConsentPage,
  showConsentRefusal,
  showScopePicture,
} from "./routes.ts";
import { showExport, showSubject, showSubjectRefusal } from "./subject-page/index.ts";
import { createTabApi, refuse } from "./tab-api/index.ts";
import { addTabRoutes, type Guard, isApiPath, sendProblem } from "./tab-routes.ts";
import { createThrottle, type ThrottleOptions } from "./throttle.ts";

export type { App } from "./routes.ts";
export type { TabTools } from "./tab-api/tools.ts";
export { buildTab } from "./tab-page/index.ts";

/** How much one address may ask, and what the server needs from the outside. */
export interface ServerOptions extends ThrottleOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Holds each answer of the tab's API to its schema, as tests do. @default false */
  readonly isChecked?: boolean;
}

/** The HTTP server from before it listens until it has stopped. */
export interface ProductServer {
  /** For what else is to be mounted, such as the sandbox's page. */
  readonly restify: Server;
  /** @returns the port it listens on; /readyz says 503 until {@link open} */
  listen(host: string, port: number): Promise<number>;
  /** Puts the product behind the routes. */
  open(app: App): void;
  /** Ends what is running, up to five seconds, and closes. */
  stop(): Promise<void>;
}

/** Longest time for a request to arrive, and for its head, in milliseconds. */
const REQUEST_TIMEOUT = 20_000;
const HEADERS_TIMEOUT = 10_000;
const STOP_TIMEOUT = 5_000;
/** Longest parameter of a path: codes of permalinks, encoded ones too; ids of channels come encoded. */
const PARAM_LENGTH = 6_000;

/** Makes the HTTP server. It listens to nothing before listen(). */
export function createServer(options: ServerOptions): ProductServer {
  const server = restify.createServer(toRestifyOptions());
  const http = server.server as HttpServer;
  http.requestTimeout = REQUEST_TIMEOUT;
  http.headersTimeout = HEADERS_TIMEOUT;
  let app: App | undefined;
  addGates(server, options);
  addRoutes(server, options, () => app);
  return {
    restify: server,
    listen: (host, port) => listen(server, host, port),
    open: (opened) => {
      app = opened;
    },
    stop: () => {
      app = undefined;
      return stop(http);
    },
  };
}

/** The length goes on to find-my-way, of which restify's types know nothing. */
function toRestifyOptions(): restify.ServerOptions {
  const router = { ignoreTrailingSlash: true, maxParamLength: PARAM_LENGTH };
  return { name: "", log: silentLog(), ...router };
}

/** What every request passes: headers, its address, the throttle, and errors that say nothing of inside. */
function addGates(server: Server, options: ServerOptions): void {
  const isAllowed = createThrottle(options);
  server.pre((request: Request, response: Response, next: Next) => {
    setCommonHeaders(response);
    if (!hasReadableAddress(request)) {
      response.send(400, { error: "address" });
      return next(false);
    }
    if (isAllowed(request)) return next();
    if (isApiPath(request)) refuseApi({ request, response, ids: options.ids }, 429);
    else response.send(429, { error: "too-many-requests" }, { "Retry-After": "1" });
    return next(false);
  });
  server.on("restifyError", (request: Request, response: Response, error: Thrown, done) => {
    const status = error.statusCode ?? 500;
    const body = { error: status < 500 ? toWord(error.code) : "internal" };
    error.toJSON = () => body;
    error.toString = () => body.error;
    if (status >= 500) options.log.error("a request failed", { detail: error.message });
    response.setHeader("Cache-Control", "no-store");
    if (isApiPath(request)) refuseApi({ request, response, ids: options.ids }, status);
    return done();
  });
}

/** What no route of the tab's API takes is not there, whatever the method: nobody learns what is. */
function refuseApi(
  { request, response, ids }: Pick<Exchange, "request" | "response"> & Pick<ServerOptions, "ids">,
  status: number,
): void {
  response.removeHeader("Allow");
  const code = status === 429 ? "throttled" : status >= 500 ? "internal" : "not_found";
  sendProblem({ request, response, correlationId: ids.next() }, refuse(code));
}

type Thrown = Error & { statusCode?: number; code?: string; toJSON?: () => unknown };

/** `ResourceNotFound` -> `resource-not-found` */
function toWord(code = "refused"): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

function addRoutes(server: Server, options: ServerOptions, findApp: () => App | undefined): void {
  const guard: Guard = (handle, refuse = sendRefusal) => {
    // restify takes an async handler with exactly two parameters.
    return async (request: Request, response: Response) => {
      const app = findApp();
      const correlationId = options.ids.next();
      if (!app) {
        response.setHeader("Retry-After", "2");
        const body = { error: "not-ready" };
        return refuse({ request, response, status: 503, correlationId, body });
      }
      try {
        await handle({ request, response, app, correlationId });
      } catch (error) {
        const detail = error instanceof Error ? error.message : typeof error;
        options.log.error("a request failed", { correlationId, detail });
        const body = { error: "internal", correlationId };
        if (!response.headersSent) refuse({ request, response, status: 500, correlationId, body });
      }
    };
  };
  server.post("/api/messages", guard(receiveMessages));
  server.get("/consent/callback", guard(showConsentPage, showConsentRefusal));
  server.get("/pictures/scopes/:file", guard(showScopePicture));
  server.get("/p/:code", guard(showSubject, showSubjectRefusal));
  server.get("/p/:code/export/:format", guard(showExport, showSubjectRefusal));
  addTabRoutes(server, guard, createTabApi(options));
  server.get("/healthz", async (_request: Request, response: Response) => {
    response.send(200, { status: "ok" });
  });
  server.get("/readyz", async (_request: Request, response: Response) => {
    const { status, body } = drawReadiness(findApp(), options.clock);
    response.send(status, body);
  });
}

function sendRefusal({ response, status, body }: Refusal): void {
  response.send(status, body);
}

/** restify logs through pino on stdout, where only our one address line belongs. */
function silentLog(): Server["log"] {
  const silent: Record<string, unknown> = {};
  for (const level of ["trace", "debug", "info", "warn", "error", "fatal"])
    silent[level] = () => false;
  silent.child = () => silent;
  return silent as unknown as Server["log"];
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  const listening = new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  await listening.catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EADDRINUSE") throw cause;
    const sentence = `Port ${port} is taken: set PORT to another one, or to 0 for a free one.`;
    throw new AppError("ERR_CONFIG_INVALID", sentence, { cause });
  });
  return (server.server.address() as AddressInfo).port;
}

async function stop(http: HttpServer): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeIdleConnections();
  const cut = setTimeout(() => http.closeAllConnections(), STOP_TIMEOUT);
  await closed;
  clearTimeout(cut);
}
