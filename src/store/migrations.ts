import type { DatabaseSync } from "node:sqlite";
import { AppError } from "../core/errors.ts";

/** Append only: `user_version` of a file counts how many of them it has had. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE rows (
     pk TEXT NOT NULL, rk TEXT NOT NULL, etag TEXT NOT NULL, value TEXT NOT NULL,
     PRIMARY KEY (pk, rk)
   ) STRICT, WITHOUT ROWID`,
];

/**
 * Brings a database up to date in one transaction.
 * @param steps @default those of the product
 * @throws AppError ERR_STORE_NEWER, or ERR_STORE_FAILED for a database of something else; nothing is changed
 */
export function migrate(db: DatabaseSync, steps = MIGRATIONS): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    const version = Number(db.prepare("PRAGMA user_version").get()?.user_version);
    if (version > steps.length) throw toNewer();
    if (version === 0 && hasTables(db)) throw toForeign();
    for (const step of steps.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version=${steps.length}`);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function toNewer(): AppError {
  const sentence =
    "The store was written by a newer Consentry: start that version, or set STORE_FILE to another file.";
  return new AppError("ERR_STORE_NEWER", sentence);
}

function hasTables(db: DatabaseSync): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined;
}

function toForeign(): AppError {
  const sentence =
    "The store's file is another program's database: set STORE_FILE to a file of its own.";
  return new AppError("ERR_STORE_FAILED", sentence);
}
