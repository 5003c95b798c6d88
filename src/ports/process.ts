/** Milliseconds since 1970-01-01T00:00Z. */
export interface Clock {
  now(): number;
}

/** Unique, unguessable identifiers (version 4 UUIDs in production). */
export interface Ids {
  next(): string;
}

/** Values that may stand in a log line: never tokens, bodies, card inputs or mail addresses. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log: a static message plus fields. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/**
 * Makes tamper-proof, unreadable text of plain data, and reads it back. A text that was sealed for one
 * purpose opens for no other. Whoever opens reads the value with a schema and looks at its time.
 */
export interface Seal {
  seal(purpose: string, value: object): string;
  /** The value, or undefined when the text was not sealed here for that purpose, or was changed. */
  open(purpose: string, text: string): unknown;
}

/**
 * What the person of a turn said last there, so that "and for POP?" has something to follow. The texts
 * are the bot's own; whoever keeps them does not read them.
 */
export interface Recall {
  get(): string | undefined;
  set(text: string): void;
}
