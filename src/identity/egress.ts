import type { INetworkModule, NetworkRequestOptions } from "@azure/msal-node";
import type { Cloud } from "../core/cloud/index.ts";
import { AppError } from "../core/errors.ts";

/** The only way out of the process for requests of our own. */
export interface Egress {
  /** As the global fetch, but to the cloud's origins only, and without redirects. */
  readonly fetch: (address: string, options?: RequestInit) => Promise<Response>;
  /** The same for MSAL. */
  readonly networkClient: INetworkModule;
  /** Every origin that was asked for, refused ones too. */
  readonly origins: ReadonlySet<string>;
}

/**
 * Makes the egress of a cloud.
 * @param map public origin -> where its requests really go; the sandbox puts its own origin here, so
 *   that authorities, issuers and next links keep their public names
 * @throws AppError ERR_EGRESS_BLOCKED from each request to an origin that is not in the cloud's row
 */
export function createEgress(cloud: Cloud, map: Readonly<Record<string, string>> = {}): Egress {
  const allowed = new Set([cloud.loginBase, cloud.graphBase].map(toOrigin));
  const origins = new Set<string>();
  const send = async (address: string, options: RequestInit = {}) => {
    const url = new URL(address);
    origins.add(url.origin);
    if (!allowed.has(url.origin))
      throw new AppError("ERR_EGRESS_BLOCKED", `a request to ${url.origin} was stopped`);
    const target = map[url.origin] ?? url.origin;
    return fetch(target + url.pathname + url.search, { ...options, redirect: "error" });
  };
  return { fetch: send, networkClient: toNetworkClient(send), origins };
}

function toOrigin(address: string): string {
  return new URL(address).origin;
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
      body: (await response.json()) as T,
    };
  };
  return {
    sendGetRequestAsync: (url, options) => call("GET", url, options),
    sendPostRequestAsync: (url, options) => call("POST", url, options),
  };
}
