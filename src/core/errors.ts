/** Every error code of the product; docs/errors.md lists exactly these. */
export const ERRORS = {
  ERR_CATALOGUE_INVALID: "A catalogue file does not fit its schema.",
  ERR_CONFIG_INVALID: "A setting is missing or does not fit.",
  ERR_CONFIG_UNSAFE: "The settings would open the bot to strangers.",
  ERR_EGRESS_BLOCKED: "A request to a host outside the cloud's row was stopped.",
  ERR_CARD_UNBOUND: "A card template names a value that its data does not have.",
  ERR_CARD_TOO_LARGE: "A rendered card is larger than Teams accepts.",
  ERR_ACTION_UNKNOWN: "A card asked for an action that does not exist.",
  ERR_ACTION_INPUT: "A card sent values that its action does not take.",
  ERR_TEAMS_BUSY: "Teams takes no more messages in a conversation for now.",
  ERR_TEXT_MISSING: "A message key has no text in a language.",
  ERR_STORE_CONFLICT: "Somebody else changed the same state first.",
  ERR_STORE_FAILED: "The store could not read or write.",
  ERR_STORE_LOCKED: "Another process holds the store's file.",
  ERR_STORE_NEWER: "The store was written by a newer version of the product.",
  ERR_TAB_BUNDLE: "The files of the tab could not be made.",
  ERR_TURN_ENDED: "The product was stopped before an answer was there.",
  ERR_TURN_FAILED: "A turn ended with a fault.",
} as const;

/** A code of {@link ERRORS}; callers and tests branch on it. */
export type ErrorCode = keyof typeof ERRORS;

/** What is known of a fault besides its code. */
export interface AppErrorOptions {
  /** Who was refused, when it matters. */
  actor?: string;
  /** The service's own words, trimmed and redacted. */
  details?: string;
  cause?: unknown;
  /** How long to wait before trying again. */
  seconds?: number;
}

/** A fault with a stable code. The message says what failed; callers branch on `code` only. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly actor: string | undefined;
  readonly details: string | undefined;
  readonly seconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.actor = options.actor;
    this.details = options.details;
    this.seconds = options.seconds;
  }
}
