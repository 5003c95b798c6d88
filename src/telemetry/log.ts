import type { Clock, Log, LogFields } from "../ports/index.ts";
import { redact } from "./redact.ts";

const LEVELS = ["debug", "info", "warn", "error"] as const;
type Level = (typeof LEVELS)[number];

/** How much is written, with which time, and where to. */
export interface LogOptions {
  /** Least important level to write. */
  readonly level: Level;
  readonly clock: Clock;
  /** Takes one line with its line break. @default process.stderr */
  readonly write?: (line: string) => void;
}

/** A log of JSON lines: time, level, message, then the fields, redacted. */
export function createLog({ level, clock, write = toStderr }: LogOptions): Log {
  const least = LEVELS.indexOf(level);
  const logAt =
    (own: Level) =>
    (message: string, fields: LogFields = {}) => {
      if (LEVELS.indexOf(own) < least) return;
      const time = new Date(clock.now()).toISOString();
      write(`${JSON.stringify({ time, level: own, message, ...clean(fields) })}\n`);
    };
  return {
    debug: logAt("debug"),
    info: logAt("info"),
    warn: logAt("warn"),
    error: logAt("error"),
  };
}

function clean(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, cleanValue(value)]),
  );
}

/** The type allows no objects; one that comes all the same could hold a client with its secret. */
function cleanValue(value: LogFields[string] | object): LogFields[string] {
  if (typeof value === "string") return redact(value);
  return typeof value === "object" && value !== null ? "[object]" : value;
}

function toStderr(line: string): void {
  process.stderr.write(line);
}
