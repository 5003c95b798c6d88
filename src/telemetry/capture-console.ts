import { inspect } from "node:util";
import type { Clock, Log } from "../ports.ts";

/** Where captured lines go, and how many. */
export interface CaptureOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Lines that are kept in a minute. @default 20 */
  readonly perMinute?: number;
}

/**
 * Sends console.error and console.warn into the log at level debug. The Bot Framework SDK prints a
 * stack, and at times a public key, there for every request it refuses, so anybody could fill a disk.
 * @returns what gives the console back
 */
export function captureConsole({ log, clock, perMinute = 20 }: CaptureOptions): () => void {
  const { error, warn } = console;
  let minute = 0;
  let count = 0;
  const keep = (...values: readonly unknown[]) => {
    const now = Math.floor(clock.now() / 60_000);
    count = now === minute ? count + 1 : 1;
    minute = now;
    if (count <= perMinute) log.debug("a library wrote to the console", { text: toText(values) });
  };
  console.error = keep;
  console.warn = keep;
  return () => {
    console.error = error;
    console.warn = warn;
  };
}

/** Shallow: a deeper look at a client object would show its secret. */
function toText(values: readonly unknown[]): string {
  return values
    .map((value) => (value instanceof Error ? value.message : inspect(value, { depth: 0 })))
    .join(" ");
}
