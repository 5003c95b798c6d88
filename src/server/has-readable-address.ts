import type { IncomingMessage } from "node:http";

/**
 * True for a request whose path and host make an address. restify puts the two together once it looks for
 * a route, where nothing catches what cannot be read: such a request would end the process.
 * Source: `getUrl` in lib/request.js of restify 12
 */
export function hasReadableAddress({ url = "", headers }: IncomingMessage): boolean {
  // As restify has it, also for an empty one.
  const host = headers.host || "localhost";
  // With these in it, a host would bring a path of its own.
  const isBare = !/[/?#@\\]/.test(host);
  return url.startsWith("/") && isBare && URL.canParse(`http://${host}${url}`);
}
