import { createHash } from "node:crypto";
import type { Op, Row, Store } from "../ports/index.ts";
import type { OpenStore } from "./open-store.ts";
import { readRows } from "./read-ledger.ts";

/** A partition that was copied. */
export interface CopiedPartition {
  readonly pk: string;
  readonly rows: number;
  /** Those that were not there yet. */
  readonly written: number;
}

/** What came of a copy. */
export type CopyOutcome =
  /** Each partition has the same rows on both sides: their number and their hash are equal. */
  | { readonly kind: "copied"; readonly partitions: readonly CopiedPartition[] }
  /** The target holds a row that the source has not, or has with another value. Nothing was written. */
  | { readonly kind: "foreign"; readonly pk: string; readonly rk: string }
  /** A partition is not the same on both sides after all: somebody else is writing. */
  | { readonly kind: "unequal"; readonly pk: string };

/**
 * Copies all rows into a store that holds none of its own. After a break it goes on where it was: what
 * stands there already has to be equal.
 * @throws AppError ERR_STORE_CONFLICT when somebody else writes to the target, ERR_STORE_FAILED
 */
export async function copyStore(source: OpenStore, target: OpenStore): Promise<CopyOutcome> {
  const foreign = await findForeign(source, target);
  if (foreign) return foreign;
  const partitions: CopiedPartition[] = [];
  for await (const pk of source.listPartitions()) {
    const written = await copyPartition(source, target, pk);
    const [one, other] = [await measure(source, pk), await measure(target, pk)];
    if (one.rows !== other.rows || one.hash !== other.hash) return { kind: "unequal", pk };
    partitions.push({ pk, rows: one.rows, written });
  }
  // Whatever came to the target meanwhile in a partition of its own.
  return (await findForeign(source, target)) ?? { kind: "copied", partitions };
}

type Foreign = Extract<CopyOutcome, { readonly kind: "foreign" }>;

async function findForeign(source: OpenStore, target: OpenStore): Promise<Foreign | undefined> {
  for await (const pk of target.listPartitions())
    for await (const { ours, theirs } of pair(source, target, pk))
      if (theirs && toText(ours) !== toText(theirs)) return { kind: "foreign", pk, rk: theirs.rk };
  return undefined;
}

/** A commit takes 100 rows and 4 MiB; a row may have 1 MiB of UTF-16. */
const MOST_ROWS = 90;
const MOST_CHARACTERS = 1024 * 1024;

/** @returns how many rows were written */
async function copyPartition(source: Store, target: Store, pk: string): Promise<number> {
  let written = 0;
  let characters = 0;
  let ops: Op[] = [];
  const write = async () => {
    if (ops.length > 0) await target.commit(pk, ops);
    written += ops.length;
    [ops, characters] = [[], 0];
  };
  for await (const { ours, theirs } of pair(source, target, pk)) {
    if (!ours || theirs) continue;
    const { length } = toText(ours);
    if (ops.length === MOST_ROWS || characters + length > MOST_CHARACTERS) await write();
    ops.push({ op: "insert", rk: ours.rk, value: ours.value as object });
    characters += length;
  }
  await write();
  return written;
}

interface Pair {
  readonly ours: Row | undefined;
  readonly theirs: Row | undefined;
}

/** Walks through a partition on both sides at once: both are in ordinal order. */
async function* pair(source: Store, target: Store, pk: string): AsyncGenerator<Pair> {
  const [left, right] = [readRows(source, pk), readRows(target, pk)];
  let [ours, theirs] = [await next(left), await next(right)];
  while (ours || theirs) {
    const [isOurs, isTheirs] = [isFirst(ours, theirs), isFirst(theirs, ours)];
    yield { ours: isOurs ? ours : undefined, theirs: isTheirs ? theirs : undefined };
    if (isOurs) ours = await next(left);
    if (isTheirs) theirs = await next(right);
  }
}

async function next(rows: AsyncGenerator<Row>): Promise<Row | undefined> {
  const { value } = await rows.next();
  return value ?? undefined;
}

/** Both of them are, where they are the same. */
function isFirst(one: Row | undefined, other: Row | undefined): boolean {
  return one !== undefined && (other === undefined || one.rk <= other.rk);
}

async function measure(store: Store, pk: string): Promise<{ rows: number; hash: string }> {
  const hash = createHash("sha256");
  let rows = 0;
  for await (const row of readRows(store, pk)) {
    // Neither a key nor JSON text holds a line end.
    hash.update(`${row.rk}\n${toText(row)}\n`);
    rows++;
  }
  return { rows, hash: hash.digest("base64url") };
}

function toText(row: Row | undefined): string {
  return row === undefined ? "" : JSON.stringify(row.value);
}
