import type { IncomingMessage } from "node:http";
import type { Clock } from "../ports.ts";

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
  return (seen || socket.remoteAddress) ?? "";
}
