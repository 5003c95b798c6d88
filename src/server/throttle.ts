import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";
import type { Clock } from "../ports.ts";

/** How often one address may ask. */
export interface ThrottleOptions {
  readonly clock: Clock;
  /** Gateways in front of this server, each of which adds an address to X-Forwarded-For. */
  readonly proxyHops: number;
  /** Requests a second that may go on for long. */
  readonly rate: number;
  /** Requests that may come at once. @default four times the rate */
  readonly burst?: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Addresses that are counted at once; the one counted first is forgotten first. */
const KEPT = 10_000;

/** Makes a check that gives false to an address which asks too often. */
export function createThrottle(options: ThrottleOptions): (request: IncomingMessage) => boolean {
  const { clock, proxyHops, rate, burst = rate * 4 } = options;
  const buckets = new Map<string, Bucket>();
  return (request) => {
    const address = toAddress(request, proxyHops);
    const now = clock.now();
    const bucket = buckets.get(address) ?? { tokens: burst, filledAt: now };
    const refill = ((now - bucket.filledAt) / 1000) * rate;
    const tokens = Math.min(burst, bucket.tokens + Math.max(refill, 0));
    const isAllowed = tokens >= 1;
    buckets.set(address, { tokens: isAllowed ? tokens - 1 : tokens, filledAt: now });
    const [oldest] = buckets.keys();
    if (buckets.size > KEPT && oldest !== undefined) buckets.delete(oldest);
    return isAllowed;
  };
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
