import { randomUUID } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { AppError } from "../core/errors.ts";
import type { KeyRange, Op, Row, Store } from "../ports/index.ts";
import { type Change, checkKey, checkRange, toChanges } from "./to-changes.ts";

/** Above every key. */
const END = "~";

/** The store over a database that this process alone holds. */
export class SqliteStore implements Store {
  readonly #db: DatabaseSync;
  readonly #get: StatementSync;
  readonly #list: StatementSync;
  readonly #next: StatementSync;
  readonly #insert: StatementSync;
  readonly #replace: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#get = db.prepare("SELECT rk, etag, value FROM rows WHERE pk = ? AND rk = ?");
    this.#list = db.prepare(
      "SELECT rk, etag, value FROM rows WHERE pk = ? AND rk >= ? AND rk < ? ORDER BY rk LIMIT ?",
    );
    this.#next = db.prepare("SELECT pk FROM rows WHERE pk > ? ORDER BY pk LIMIT 1");
    this.#insert = db.prepare("INSERT INTO rows VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
    this.#replace = db.prepare(
      "UPDATE rows SET etag = ?, value = ? WHERE pk = ? AND rk = ? AND etag = ?",
    );
    this.#put = db.prepare("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)");
    this.#delete = db.prepare("DELETE FROM rows WHERE pk = ? AND rk = ?");
  }

  async get(pk: string, rk: string): Promise<Row | undefined> {
    checkKey(pk);
    checkKey(rk);
    return attempt("read", () => {
      const found = this.#get.get(pk, rk);
      return found && toRow(found);
    });
  }

  async list(pk: string, range: KeyRange = {}): Promise<readonly Row[]> {
    checkKey(pk);
    checkRange(range);
    const { from = "", to = END, limit = 1000 } = range;
    return attempt("read", () => this.#list.all(pk, from, to, limit).map(toRow));
  }

  async commit(pk: string, ops: readonly Op[]): Promise<void> {
    const changes = toChanges(pk, ops);
    attempt("write", () => this.#apply(pk, changes));
  }

  /** The partitions that hold rows, in ordinal order. */
  async *listPartitions(): AsyncGenerator<string> {
    for (let last = ""; ; ) {
      const found = attempt("read", () => this.#next.get(last));
      if (!found) return;
      last = String(found.pk);
      yield last;
    }
  }

  async close(): Promise<void> {
    if (this.#db.isOpen) attempt("write", () => this.#db.close());
  }

  #apply(pk: string, changes: readonly Change[]): void {
    const etag = randomUUID();
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const change of changes)
        if (Number(this.#change(pk, change, etag).changes) === 0) throw toConflict(change.rk);
      this.#db.exec("COMMIT");
    } catch (error) {
      // A full disk ends the transaction by itself at times.
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  #change(pk: string, change: Change, etag: string) {
    switch (change.op) {
      case "insert":
        return this.#insert.run(pk, change.rk, etag, change.text);
      case "replace":
        return this.#replace.run(etag, change.text, pk, change.rk, change.etag);
      case "put":
        return this.#put.run(pk, change.rk, etag, change.text);
      case "delete":
        return this.#delete.run(pk, change.rk);
      default:
        return change satisfies never;
    }
  }
}

function toRow(found: Readonly<Record<string, unknown>>): Row {
  const { rk, etag, value } = found;
  return { rk: String(rk), etag: String(etag), value: JSON.parse(String(value)) };
}

function attempt<Result>(what: "read" | "write", work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const details = cause instanceof Error ? cause.message : String(cause);
    const sentence = `The store could not ${what}: ${details}.`;
    throw new AppError("ERR_STORE_FAILED", sentence, { details, cause });
  }
}

function toConflict(rk: string): AppError {
  return new AppError("ERR_STORE_CONFLICT", `Somebody else changed ${rk} first.`);
}
