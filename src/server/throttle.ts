import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";
import { type BucketOptions, createTokenBucket } from "./token-bucket.ts";

/** How often one address may ask. */
export interface ThrottleOptions extends BucketOptions {
  /** Gateways in front of this server, each of which adds an address to X-Forwarded-For. */
  readonly proxyHops: number;
}

/** Makes a check that gives false to an address which asks too often. */
export function createThrottle(options: ThrottleOptions): (request: IncomingMessage) => boolean {
  const isAllowed = createTokenBucket(options);
  return (request) => isAllowed(toAddress(request, options.proxyHops));
}

/** The address that our own outermost gateway saw; what stands further left anybody can write. */
function toAddress({ headers, socket }: IncomingMessage, proxyHops: number): string {
  const forwarded = String(headers["x-forwarded-for"] ?? "").split(",");
  const seen = proxyHops > 0 ? forwarded.at(-proxyHops)?.trim() : undefined;
  return toSubscriber((seen || socket.remoteAddress) ?? "");
}

/** Without the port, which Azure adds; of IPv6 the half that a provider gives to one customer. */
function toSubscriber(address: string): string {
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, "$1");
  if (isIPv4(bare) || !isIPv6(bare) || bare.startsWith("::ffff:")) return bare;
  const [head = "", tail] = bare.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length;
  return [...groups, ...Array(zeros).fill("0"), ...after].slice(0, 4).join(":");
}
