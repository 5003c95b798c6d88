import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../core/errors.ts";
import type { Log, Store } from "../ports/index.ts";
import { isBusy, openDatabase } from "./open-database.ts";
import type { TablesOptions } from "./open-tables.ts";
import { SqliteStore } from "./sqlite-store.ts";

/** A file for one process. */
export interface FileOptions {
  /** Its folder is made when it is missing; `:memory:` keeps everything in the process. */
  readonly file: string;
  readonly log?: Log;
  /** Milliseconds to wait for the process that holds the file, as in a restart. @default 10000 */
  readonly waitMs?: number;
}

/** Which engine, and where. */
export type StoreOptions = FileOptions | { readonly tables: TablesOptions };

/** A store that can also be walked through as a whole, as whoever copies it does. */
export interface OpenStore extends Store {
  /**
   * Names of the partitions that hold rows, in ordinal order.
   * @throws AppError ERR_STORE_FAILED
   */
  listPartitions(): AsyncIterable<string>;
}

const RETRY_MS = 100;

/**
 * Opens the store in a file, for this process alone, or in a table that many processes share.
 * @throws AppError ERR_STORE_LOCKED, ERR_STORE_NEWER, ERR_STORE_FAILED; the message is one sentence that
 *   says what to do
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  if (!("tables" in options)) return openFile(options);
  // Loaded where it is wanted only: whoever keeps a file never waits for the SDK.
  const { openTables } = await import("./open-tables.ts");
  return openTables(options.tables);
}

async function openFile({ file, log, waitMs = 10_000 }: FileOptions): Promise<OpenStore> {
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
function tryToOpen(file: string): OpenStore | undefined {
  try {
    return new SqliteStore(openDatabase(file));
  } catch (error) {
    if (isBusy(error)) return undefined;
    if (error instanceof AppError) throw error;
    throw toUnopened(file, error);
  }
}

function toLocked(file: string): AppError {
  const sentence = `Another process holds ${file}: stop that Consentry, set STORE_FILE to another file, or STORE=tables to let several share one store.`;
  return new AppError("ERR_STORE_LOCKED", sentence);
}

function toUnopened(file: string, cause: unknown): AppError {
  const details = cause instanceof Error ? cause.message : String(cause);
  const sentence = `The store ${file} does not open (${details}): set STORE_FILE to a file that can be written.`;
  return new AppError("ERR_STORE_FAILED", sentence, { details, cause });
}
