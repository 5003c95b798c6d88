import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** Every origin that this process has asked something of. */
export interface EgressLog {
  /** In the order of their first request, without repetitions. */
  origins(): readonly string[];
  /** Those that are not on loopback: there must be none. */
  foreign(): readonly string[];
  /**
   * `GET /v1.0/users`: what the product asked of Microsoft Graph, without repetitions. It is known by the id
   * that each of its requests carries; other clients of the simulated Graph send none.
   */
  graphRequests(): readonly string[];
  stop(): void;
}

/** What node tells about requests of fetch (undici) and of node:http and node:https. */
interface UndiciMessage {
  readonly request: {
    readonly origin?: unknown;
    readonly method?: string;
    readonly path?: string;
    readonly headers?: unknown;
  };
}
interface HttpMessage {
  readonly request: { readonly protocol?: string; getHeader(name: string): unknown };
}

/** A name that nobody can own (RFC 2606): tests of this log plant it, and nobody else may. */
export const PLANTED = "planted.invalid";

// Told when a request is made, before its name is resolved: what the network refuses counts too.
const CHANNELS = { undici: "undici:request:create", http: "http.client.request.created" };

/**
 * Listens to node's own diagnostics, so that nothing is replaced: what a dependency asks for behind our
 * back is seen as well. It does not see child processes.
 */
export function createEgressLog(): EgressLog {
  const seen = new Set<string>();
  const graph = new Set<string>();
  const onUndici = (message: unknown) => {
    const { request } = message as UndiciMessage;
    seen.add(toOrigin(String(request.origin)));
    const asked = toGraphRequest(request);
    if (asked) graph.add(asked);
  };
  const onHttp = (message: unknown) => {
    const { request } = message as HttpMessage;
    seen.add(toOrigin(`${request.protocol}//${String(request.getHeader("host"))}`));
  };
  subscribe(CHANNELS.undici, onUndici);
  subscribe(CHANNELS.http, onHttp);
  return {
    origins: () => [...seen],
    foreign: () => [...seen].filter((origin) => !isLoopback(origin)),
    graphRequests: () => [...graph],
    stop: () => {
      unsubscribe(CHANNELS.undici, onUndici);
      unsubscribe(CHANNELS.http, onHttp);
    },
  };
}

function toOrigin(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address;
}

function toGraphRequest({ method, path = "", headers }: UndiciMessage["request"]) {
  const isOwn = JSON.stringify(headers ?? "").includes("client-request-id");
  const [pathname = ""] = path.split("?");
  return isOwn && /^\/(?:v1\.0|beta)\//.test(pathname) ? `${method} ${pathname}` : undefined;
}

function isLoopback(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(origin).hostname);
}
