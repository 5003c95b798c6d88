import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../core/errors.ts";
import type { Log, Store } from "../ports/index.ts";
import { isBusy, openDatabase } from "./open-database.ts";
import { SqliteStore } from "./sqlite-store.ts";

/** Which file, and how patient. */
export interface StoreOptions {
  /** Its folder is made when it is missing; `:memory:` keeps everything in the process. */
  readonly file: string;
  readonly log?: Log;
  /** Milliseconds to wait for the process that holds the file, as in a restart. @default 10000 */
  readonly waitMs?: number;
}

const RETRY_MS = 100;

/**
 * Opens the store in a file, for this process alone.
 * @throws AppError ERR_STORE_LOCKED, ERR_STORE_NEWER, ERR_STORE_FAILED; the message is one sentence that
 *   says what to do
 */
export async function openStore({ file, log, waitMs = 10_000 }: StoreOptions): Promise<Store> {
  const deadline = performance.now() + waitMs;
  for (let tries = 0; ; tries++) {
    const store = tryToOpen(file);
    if (store) return store;
    const left = deadline - performance.now();
    if (left <= 0) throw toLocked(file);
    if (tries === 0) log?.warn("store held by another process, waiting", { waitMs });
    await sleep(Math.min(RETRY_MS, left));
  }
}

/** Undefined while another process holds the file. */
function tryToOpen(file: string): Store | undefined {
  try {
    return new SqliteStore(openDatabase(file));
  } catch (error) {
    if (isBusy(error)) return undefined;
    if (error instanceof AppError) throw error;
    throw toUnopened(file, error);
  }
}

function toLocked(file: string): AppError {
  const sentence = `Another process holds ${file}: stop that Consentry, or set STORE_FILE to another file.`;
  return new AppError("ERR_STORE_LOCKED", sentence);
}

function toUnopened(file: string, cause: unknown): AppError {
  const details = cause instanceof Error ? cause.message : String(cause);
  const sentence = `The store ${file} does not open (${details}): set STORE_FILE to a file that can be written.`;
  return new AppError("ERR_STORE_FAILED", sentence, { details, cause });
}
