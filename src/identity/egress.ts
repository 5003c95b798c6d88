import type { INetworkModule, NetworkRequestOptions } from "@azure/msal-node";
import type { Cloud } from "../core/cloud/index.ts";
import { AppError } from "../core/errors.ts";

/** The only way out of the process for requests of our own. */
export interface Egress {
  /**
   * As the global fetch, but to the cloud's origins only, without redirects, and with a time limit that
   * holds for the body too.
   */
  readonly fetch: (address: string, options?: RequestInit) => Promise<Response>;
  /** The same for MSAL. An answer that is no JSON object becomes an OAuth error of the same status. */
  readonly networkClient: INetworkModule;
  /** Puts a whole file at an address of the cloud's file origins, with no header that tells who we are. */
  readonly putFile: (address: string, bytes: Uint8Array<ArrayBuffer>) => Promise<Response>;
  /** Every origin that was asked for, refused ones too. */
  readonly origins: ReadonlySet<string>;
}

/** What an egress lets through besides the cloud's row, and how long it waits. */
export interface EgressOptions {
  /** Milliseconds until a request without a whole answer is given up. @default 10000 */
  readonly timeout?: number;
  /**
   * Addresses of the platform that gives managed identities; they may speak plain http, because they do
   * not leave the machine. See {@link listIdentityEndpoints}. @default none
   */
  readonly identityEndpoints?: readonly string[];
}

/**
 * Makes the egress of a cloud.
 * @param map public origin -> where its requests really go; the sandbox puts its own origin here, so
 *   that authorities, issuers and next links keep their public names
 * @throws AppError ERR_EGRESS_BLOCKED from each request to an origin that is not in the cloud's row, or
 *   that would leave without https
 */
export function createEgress(
  cloud: Cloud,
  map: Readonly<Record<string, string>> = {},
  { timeout = 10_000, identityEndpoints = [] }: EgressOptions = {},
): Egress {
  const row = [cloud.loginBase, cloud.graphBase].map(toOrigin);
  const encrypted = row.filter((origin) => origin.startsWith("https://") || map[origin]);
  const allowed = new Set([...encrypted, ...identityEndpoints.map(toOrigin)]);
  const origins = new Set<string>();
  const send = async (address: string, options: RequestInit = {}) => {
    const url = new URL(address);
    origins.add(url.origin);
    if (!allowed.has(url.origin))
      throw new AppError("ERR_EGRESS_BLOCKED", `a request to ${url.origin} was stopped`);
    const target = map[url.origin] ?? url.origin;
    const signal = limitTime(timeout, options.signal);
    return fetch(target + url.pathname + url.search, { ...options, signal, redirect: "error" });
  };
  const putFile = async (address: string, bytes: Uint8Array<ArrayBuffer>) => {
    const url = new URL(address);
    origins.add(url.origin);
    if (!cloud.fileOrigins.some((pattern) => isOf(url, pattern)))
      throw new AppError("ERR_EGRESS_BLOCKED", `a file for ${url.origin} was stopped`);
    const headers = {
      "content-type": "application/octet-stream",
      "content-range": `bytes 0-${bytes.length - 1}/${bytes.length}`,
    };
    const signal = limitTime(timeout, undefined);
    const response = await fetch(url, {
      method: "PUT",
      headers,
      body: bytes,
      signal,
      redirect: "error",
    });
    await response.body?.cancel();
    return response;
  };
  return { fetch: send, networkClient: toNetworkClient(send), putFile, origins };
}

/** The default port and no name or password; only a row of the sandbox has an origin without https. */
function isOf({ origin, protocol, hostname, port, username, password }: URL, pattern: string) {
  if (username !== "" || password !== "") return false;
  const [, suffix] = /^https:\/\/\*(\..+)$/.exec(pattern) ?? [];
  if (suffix === undefined) return origin === pattern;
  return protocol === "https:" && port === "" && hostname.endsWith(suffix);
}

function toOrigin(address: string): string {
  return new URL(address).origin;
}

function limitTime(timeout: number, given: AbortSignal | null | undefined): AbortSignal {
  const limit = AbortSignal.timeout(timeout);
  return given ? AbortSignal.any([given, limit]) : limit;
}

type Answered<T> = { headers: Record<string, string>; body: T; status: number };

function toNetworkClient(send: Egress["fetch"]): INetworkModule {
  const call = async <T>(
    method: string,
    url: string,
    { headers, body }: NetworkRequestOptions = {},
  ): Promise<Answered<T>> => {
    const options: RequestInit = { method, ...(headers && { headers }), ...(body && { body }) };
    const response = await send(url, options);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: readObject(await response.text(), response.status) as T,
    };
  };
  return {
    sendGetRequestAsync: (url, options) => call("GET", url, options),
    sendPostRequestAsync: (url, options) => call("POST", url, options),
  };
}

/** Gateways answer 502 and 503 with pages; without an `error` MSAL would take any object for a token. */
function readObject(text: string, status: number): object {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === "object") return value;
  } catch {
    // Not JSON is answered below like JSON that is no object.
  }
  const isBusy = status === 429 || status >= 500;
  return { error: isBusy ? "temporarily_unavailable" : "server_error" };
}
