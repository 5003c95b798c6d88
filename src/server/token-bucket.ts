import type { Clock } from "../ports/index.ts";

/** How often one name may ask. */
export interface BucketOptions {
  readonly clock: Clock;
  /** Requests a second that may go on for long. */
  readonly rate: number;
  /** Requests that may come at once. @default four times the rate */
  readonly burst?: number | undefined;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Names that are counted at once; the one counted first is forgotten first. */
const KEPT = 10_000;

/** Makes a check that gives false to a name which asks too often. */
export function createTokenBucket(options: BucketOptions): (name: string) => boolean {
  const { clock, rate, burst = rate * 4 } = options;
  const buckets = new Map<string, Bucket>();
  return (name) => {
    const now = clock.now();
    const bucket = buckets.get(name) ?? { tokens: burst, filledAt: now };
    const refill = ((now - bucket.filledAt) / 1000) * rate;
    const tokens = Math.min(burst, bucket.tokens + Math.max(refill, 0));
    const isAllowed = tokens >= 1;
    buckets.set(name, { tokens: isAllowed ? tokens - 1 : tokens, filledAt: now });
    const [oldest] = buckets.keys();
    if (buckets.size > KEPT && oldest !== undefined) buckets.delete(oldest);
    return isAllowed;
  };
}
