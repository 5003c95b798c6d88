/**
 * What the product needs from the outside, as types only. Each has a thin rim that fulfils it and a
 * fake in test/support; the core and the handlers see nothing else of the world.
 */

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

/** What a sealed state says: which tenant, person, conversation and app a consent link was made for. */
export interface ConsentClaims {
  readonly id: string;
  readonly tenantId: string;
  readonly personId: string;
  readonly conversationId: string;
  readonly clientId: string;
  readonly selection: string;
  /** Seconds since 1970, as in a JWT. */
  readonly expiresAt: number;
}

/** Makes tamper-proof, unreadable text of claims, and reads it back. */
export interface Seal {
  seal(claims: ConsentClaims): string;
  /** The claims, or undefined when the text was not made here or was changed. Does not look at the time. */
  open(text: string): ConsentClaims | undefined;
}

/**
 * What a person said last in a conversation, so that "and for POP?" has something to follow. The texts
 * are the bot's own; whoever keeps them does not read them.
 */
export interface Recall {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
}
