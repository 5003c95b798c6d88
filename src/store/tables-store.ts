import type { TransactionAction } from "@azure/data-tables";
import { AppError } from "../core/errors.ts";
import type { KeyRange, Log, Op, Row, Store } from "../ports/index.ts";
import { askPatiently, PATIENCE, type Patience } from "./patience.ts";
import { toEntity, toRow } from "./tables-entity.ts";
import { type Fault, toStoreError } from "./tables-faults.ts";
import { createSweep, type Sweep } from "./tables-sweep.ts";
import type { Page, Query, Table } from "./tables-table.ts";
import { makeWitness, settleWitness, toUnknown, type Witness } from "./tables-witness.ts";
import { type Change, checkKey, checkRange, toChanges } from "./to-changes.ts";

/** Above every key, and below every key. */
const END = "~";
const START = "-";
/** The most that the service gives at once. */
const PAGE = 1000;

/** The shape of every etag of the service. Another one, `*` above all, was never given for a row. */
const ETAG = /^W\/"[^"]+"$/;

export interface TablesStoreOptions {
  readonly log?: Log | undefined;
  /** @default {@link PATIENCE} */
  readonly patience?: Patience;
  /** Milliseconds since 1970. @default the machine's clock */
  readonly now?: () => number;
}

/** The store over a table that any number of processes share. */
export class TablesStore implements Store {
  readonly #table: Table;
  readonly #log: Log | undefined;
  readonly #patience: Patience;
  readonly #now: () => number;
  readonly #sweep: Sweep;
  #isClosed = false;

  constructor(table: Table, options: TablesStoreOptions = {}) {
    const { log, patience = PATIENCE, now = Date.now } = options;
    this.#table = table;
    this.#log = log;
    this.#patience = patience;
    this.#now = now;
    this.#sweep = createSweep({ table, patience, log, now });
  }

  async get(pk: string, rk: string): Promise<Row | undefined> {
    this.#checkOpen();
    checkKey(pk);
    checkKey(rk);
    const answer = await askPatiently((signal) => this.#table.get(pk, rk, signal), this.#patience);
    if (answer.kind === "done") return toRow(answer.result);
    if (answer.fault.kind === "missing") return undefined;
    throw toStoreError(answer.fault, "read", answer.error);
  }

  async list(pk: string, range: KeyRange = {}): Promise<readonly Row[]> {
    this.#checkOpen();
    checkKey(pk);
    checkRange(range);
    const { from = "", to = END, limit = PAGE } = range;
    const start = from === "" ? START : from;
    if (start >= to) return [];
    const filter = `PartitionKey eq '${pk}' and RowKey ge '${start}' and RowKey lt '${to}'`;
    const rows: Row[] = [];
    let next: string | undefined;
    do {
      const page = await this.#readPage({ filter, top: Math.min(limit - rows.length, PAGE) }, next);
      rows.push(...page.entities.map(toRow));
      next = page.next;
    } while (next !== undefined && rows.length < limit);
    return rows;
  }

  async commit(pk: string, ops: readonly Op[]): Promise<void> {
    this.#checkOpen();
    const changes = toChanges(pk, ops);
    const stale = changes.find((change) => change.op === "replace" && !ETAG.test(change.etag));
    if (stale) throw toConflict(stale.rk);
    const witness = makeWitness(pk, changes, this.#now());
    const actions = changes.map((change) => toAction(pk, change));
    if (witness) actions.push(witness.action);
    const answer = await askPatiently(
      (signal) => this.#table.submit(actions, signal),
      this.#patience,
    );
    if (answer.kind === "failed") {
      const { fault, error, mayHaveLanded } = answer;
      if (!mayHaveLanded) throw toWriteError(fault, changes, error);
      await this.#settle(witness, () => toWriteError(fault, changes, error), fault);
    }
    if (witness) this.#sweep.visit(pk);
  }

  /** The partitions that hold rows, in ordinal order. */
  async *listPartitions(): AsyncGenerator<string> {
    this.#checkOpen();
    for (let last = ""; ; ) {
      const filter = `PartitionKey gt '${last}' and RowKey ge '${START}'`;
      const query = { filter, select: ["PartitionKey", "RowKey"], top: 1 };
      let page = await this.#readPage(query, undefined);
      while (page.entities.length === 0 && page.next !== undefined)
        page = await this.#readPage(query, page.next);
      const [first] = page.entities;
      if (!first) return;
      last = first.partitionKey;
      yield last;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#sweep.idle();
  }

  async #settle(
    witness: Witness | undefined,
    toError: () => AppError,
    fault: Fault,
  ): Promise<void> {
    const ending = witness ? await settleWitness(this.#table, witness, this.#patience) : "unknown";
    if (ending === "landed") this.#log?.info("a commit has landed, and its answer was lost");
    else throw ending === "never" ? toError() : toUnknown(fault);
  }

  async #readPage(query: Query, from: string | undefined): Promise<Page> {
    const answer = await askPatiently(
      (signal) => this.#table.list(query, from, signal),
      this.#patience,
    );
    if (answer.kind === "done") return answer.result;
    throw toStoreError(answer.fault, "read", answer.error);
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new AppError("ERR_STORE_FAILED", "The store is closed.");
  }
}

/** Without an etag the SDK would send `*`, which fits every row. */
function toAction(pk: string, change: Change): TransactionAction {
  switch (change.op) {
    case "insert":
      return ["create", toEntity(pk, change.rk, change.text)];
    case "replace":
      return ["update", toEntity(pk, change.rk, change.text), "Replace", { etag: change.etag }];
    case "put":
      return ["upsert", toEntity(pk, change.rk, change.text), "Replace"];
    case "delete":
      return ["delete", { partitionKey: pk, rowKey: change.rk }];
    default:
      return change satisfies never;
  }
}

/** A row that a change needs and that is not there was taken away by somebody. */
function toWriteError(fault: Fault, changes: readonly Change[], cause: unknown): AppError {
  if (fault.kind !== "conflict" && fault.kind !== "missing")
    return toStoreError(fault, "write", cause);
  return toConflict(changes[fault.change ?? -1]?.rk ?? "the same rows");
}

function toConflict(rk: string): AppError {
  return new AppError("ERR_STORE_CONFLICT", `Somebody else changed ${rk} first.`);
}
