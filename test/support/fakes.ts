import type { Clock, Ids, Log, LogFields } from "../../src/ports/index.ts";

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  advance(milliseconds: number): void;
}

/** @param start milliseconds since 1970 @default 2026-11-02T09:00Z */
export function createFakeClock(start = Date.UTC(2026, 10, 2, 9)): FakeClock {
  let now = start;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** Ids that count: `id-1`, `id-2`. */
export function createFakeIds(): Ids {
  let count = 0;
  return { next: () => `id-${++count}` };
}

interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: LogFields;
}

/** A log that keeps its lines. */
export interface FakeLog extends Log {
  readonly lines: readonly LogLine[];
  /** The lines with that message. */
  find(message: string): readonly LogLine[];
}

/** A JSON Web Token, whatever it says. */
export const TOKEN_SHAPE = /\beyJ[\w-]{5,}\.[\w-]{5,}/;

const leaks: string[] = [];

/** Where lines of any fake log held a token; the run fails by them. */
export function listLeaks(): readonly string[] {
  return leaks;
}

function noteLeaks(line: string): void {
  if (TOKEN_SHAPE.test(line)) leaks.push(line.replace(TOKEN_SHAPE, "<token>").slice(0, 200));
}

export function createFakeLog(): FakeLog {
  const lines: LogLine[] = [];
  const at =
    (level: keyof Log) =>
    (message: string, fields: LogFields = {}) => {
      lines.push({ level, message, fields });
      noteLeaks(`${message} ${JSON.stringify(fields)}`);
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    lines,
    find: (message) => lines.filter((line) => line.message === message),
  };
}
