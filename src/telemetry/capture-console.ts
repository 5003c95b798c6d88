import type { Clock, Log } from "../ports/index.ts";

/** Where captured lines go, and how many. */
export interface CaptureOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Lines that are kept in a minute. @default 20 */
  readonly perMinute?: number;
}

const METHODS = ["error", "warn", "log", "info", "debug", "trace", "dir"] as const;

/**
 * Sends what is written to the console into the log at level debug. The Bot Framework SDK prints a
 * stack, and at times a public key, there for every request it refuses, so anybody could fill a disk;
 * on stdout only our own address line belongs.
 * @returns what gives the console back
 */
export function captureConsole({ log, clock, perMinute = 20 }: CaptureOptions): () => void {
  let minute = 0;
  let count = 0;
  const keep = (...values: readonly unknown[]) => {
    const now = Math.floor(clock.now() / 60_000);
    count = now === minute ? count + 1 : 1;
    minute = now;
    if (count <= perMinute) log.debug("a library wrote to the console", { text: toText(values) });
  };
  const originals = METHODS.map((method) => [method, console[method]] as const);
  for (const method of METHODS) console[method] = keep;
  return () => {
    for (const [method, original] of originals) console[method] = original;
  };
}

function toText(values: readonly unknown[]): string {
  return values.map(describe).join(" ");
}

/** Of an object only its kind: even a shallow look at a client or its options can show a secret. */
function describe(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.message;
  if (typeof value !== "object" || value === null) return String(value);
  return `[${value.constructor?.name ?? "object"}]`;
}
