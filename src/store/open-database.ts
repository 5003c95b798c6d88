import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppError } from "../core/errors.ts";
import { migrate } from "./migrations.ts";
import { findShare, type Machine } from "./network-disk.ts";

/** The file name that keeps everything in memory, and nothing after the process. */
const MEMORY = ":memory:";

/**
 * Opens a database for this process alone, with durable settings and the newest schema.
 * @throws what SQLite or the file system says; AppError ERR_STORE_NEWER or ERR_STORE_FAILED
 */
export function openDatabase(file: string, machine?: Machine): DatabaseSync {
  if (file !== MEMORY) prepareFile(file, machine);
  // SQLite's own wait for a lock would block the event loop.
  const db = new DatabaseSync(file === MEMORY ? file : resolve(file), { timeout: 0 });
  try {
    // Before WAL, so that there is no shared memory: https://sqlite.org/wal.html#noshm
    db.exec("PRAGMA locking_mode=EXCLUSIVE");
    const mode = db.prepare("PRAGMA journal_mode=WAL").get()?.journal_mode;
    if (file !== MEMORY && mode !== "wal") throw toUnfit(file);
    db.exec("PRAGMA synchronous=FULL");
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Whether another connection holds the file: SQLITE_BUSY and its extended codes. */
export function isBusy(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return (
    error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY
  );
}

/** SQLite gives the files next to it (-wal) the mode that the file has. */
function prepareFile(file: string, machine: Machine | undefined): void {
  mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 });
  const share = findShare(file, machine);
  if (share !== undefined) throw toShared(file, share);
  try {
    // Never opened when it exists: closing it would give up the locks that this process holds on it,
    // https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Locks of a share hold too little: https://sqlite.org/useovernet.html */
function toShared(file: string, share: string): AppError {
  const sentence = `${file} is on a network share (${share}), which cannot hold it: set STORE=tables, or STORE_FILE to a file on a local disk.`;
  return new AppError("ERR_STORE_FAILED", sentence);
}

function toUnfit(file: string): AppError {
  const sentence = `The disk of ${file} cannot keep a write-ahead log: set STORE=tables, or STORE_FILE to a file on a local disk.`;
  return new AppError("ERR_STORE_FAILED", sentence);
}
