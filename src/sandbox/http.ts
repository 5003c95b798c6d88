import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../ports/index.ts";

/** One HTTP request, as the sandbox's routes see it. */
export interface Call {
  readonly url: URL;
  /** Values of the `:name` segments of the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  header(name: string): string | undefined;
  /** The parsed JSON body. @throws Refusal 400 when it is not JSON, 413 above the limit in bytes. */
  json(limit: number): Promise<unknown>;
  /** The fields of an `application/x-www-form-urlencoded` body. */
  form(limit: number): Promise<URLSearchParams>;
  /** The body as it came. @throws Refusal 413 above the limit in bytes. */
  bytes(limit: number): Promise<Buffer>;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes go out as they are, everything else as JSON. */
  readonly body?: unknown;
  /** Takes the response over after its head was written, for server-sent events. */
  readonly stream?: (res: ServerResponse) => void;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/v3/conversations/:id`; a last segment `*` takes the rest of the path. */
  readonly path: string;
  answer(call: Call): Answer | Promise<Answer>;
}

/** Stands before the routes of a server: it may answer in their place, and hears of every answer. */
export interface Gate {
  /** Resolves when the request may go on; undefined lets it reach its route. */
  admit(asked: Asked): Promise<Answer | "drop" | undefined>;
  /** @param status as sent; null for a connection that was dropped */
  note(asked: Asked, status: number | null): void;
}

/** What a gate sees of a request. */
export interface Asked {
  readonly method: string;
  readonly path: string;
}

/** What a server answers with. */
export interface Service {
  readonly routes: readonly Route[];
  readonly gate?: Gate;
  readonly log: Log;
}

/** A request that is turned down; answered as `{error: {code, message}}`. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Answers one request from a table of routes. Never throws: a fault is logged and becomes a 500. */
export async function serve(
  service: Service,
  { req, res }: { req: IncomingMessage; res: ServerResponse },
): Promise<void> {
  const { method = "GET" } = req;
  const asked: Asked = { method, path: toUrl(req)?.pathname ?? "/" };
  const given = await answer(service, req, asked);
  service.gate?.note(asked, given === "drop" ? null : given.status);
  if (given === "drop") res.destroy();
  else send(res, given);
}

async function answer(
  { routes, gate, log }: Service,
  req: IncomingMessage,
  asked: Asked,
): Promise<Answer | "drop"> {
  try {
    requireLoopbackHost(req);
    const url = toUrl(req);
    if (!url) throw new Refusal(400, "BadPath", "The address is no URL.");
    const instead = await gate?.admit(asked);
    if (instead) return instead;
    const found = findRoute(routes, asked.method, url.pathname);
    return await found.route.answer(toCall(req, url, found.params));
  } catch (error) {
    if (error instanceof Refusal) return toAnswer(error);
    log.error("sandbox request failed", { error: error instanceof Error ? error.message : "" });
    return toAnswer(new Refusal(500, "InternalError", "The sandbox failed; see its log."));
  }
}

/** `//` at the beginning would name a host. */
function toUrl({ url = "/" }: IncomingMessage): URL | undefined {
  return URL.parse(`http://127.0.0.1${url.startsWith("/") ? url : "/"}`) ?? undefined;
}

/**
 * Pages on the web may not drive the sandbox: a name that resolves to loopback (DNS rebinding) has a
 * foreign Host, and a form or fetch from another site carries a foreign Origin.
 */
function requireLoopbackHost(req: IncomingMessage): void {
  const host = req.headers.host ?? "";
  const { origin } = req.headers;
  const isLoopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
  if (isLoopback && (origin === undefined || origin === `http://${host}`)) return;
  throw new Refusal(403, "NotLoopback", "The sandbox answers its own page and local tools only.");
}

interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

function findRoute(routes: readonly Route[], method: string, path: string): Found {
  const matches = routes.flatMap((route): Found[] => {
    const params = matchPath(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const found = matches.find(({ route }) => route.method === method);
  if (found) return found;
  if (matches.length === 0) throw new Refusal(404, "NotFound", `Nothing is at ${path}.`);
  throw new Refusal(405, "MethodNotAllowed", `${method} is not possible at ${path}.`);
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  const params: Record<string, string> = {};
  for (const [index, name] of wanted.entries()) {
    const rest = name === "*" ? given.slice(index).join("/") : given[index];
    if (!rest && name !== "") return undefined;
    if (name === "*") return { ...params, rest: decode(rest ?? "") };
    if (name.startsWith(":")) params[name.slice(1)] = decode(rest ?? "");
    else if (name !== rest) return undefined;
  }
  return wanted.length === given.length ? params : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, "BadPath", "The address holds a broken percent encoding.");
  }
}

function toCall(req: IncomingMessage, url: URL, params: Readonly<Record<string, string>>): Call {
  return {
    url,
    params,
    header: (name) => {
      const value = req.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    json: (limit) => readJson(req, limit),
    form: async (limit) => new URLSearchParams(await readText(req, limit)),
    bytes: (limit) => readBytes(req, limit),
  };
}

/** The server that the routes are mounted on may have parsed the body already. */
async function readJson(req: IncomingMessage & { body?: unknown }, limit: number) {
  if (!/^application\/json\b/i.test(req.headers["content-type"] ?? "")) {
    throw new Refusal(415, "UnsupportedMediaType", "Send application/json.");
  }
  if (req.body !== undefined && typeof req.body !== "string") return req.body;
  const text = req.body ?? (await readText(req, limit));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, "BadJson", "The body is not JSON.");
  }
}

async function readText(req: IncomingMessage, limit: number): Promise<string> {
  return (await readBytes(req, limit)).toString("utf8");
}

async function readBytes(req: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= limit) chunks.push(bytes);
  }
  if (size > limit) throw new Refusal(413, "BodyTooLarge", `The body is above ${limit} bytes.`);
  return Buffer.concat(chunks);
}

function toAnswer(refusal: Refusal): Answer {
  return {
    status: refusal.status,
    body: { error: { code: refusal.code, message: refusal.message } },
  };
}

function send(res: ServerResponse, { status, headers, body, stream }: Answer): void {
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/json";
  res.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  if (stream) stream(res);
  else res.end(isRaw(body) ? body : JSON.stringify(body ?? {}));
}

function isRaw(body: unknown): body is string | Buffer {
  return typeof body === "string" || Buffer.isBuffer(body);
}
