import { randomUUID } from "node:crypto";
import type { TransactionAction } from "@azure/data-tables";
import { AppError } from "../core/errors.ts";
import { askPatiently, type Patience } from "./patience.ts";
import { type Entity, toEntity } from "./tables-entity.ts";
import type { Fault } from "./tables-faults.ts";
import type { Table } from "./tables-table.ts";
import type { Change } from "./to-changes.ts";

/**
 * Row keys of witnesses start so. `!` sorts below every character of a key and is none itself: no row of the
 * product is called so, and no range reaches one.
 */
export const WITNESS = "!commit|";

/** What a batch of the service takes: learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions */
const MOST_ACTIONS = 100;

/** `kept` comes with a commit, `given-up` in its place. */
type State = "kept" | "given-up";

/**
 * The row that tells for good whether a commit has landed. It is the last of the batch, under a key that no
 * other commit has. An answer that was lost is settled by inserting the same row alone: whoever comes
 * first decides, also against a request that is still on its way.
 */
export interface Witness {
  readonly pk: string;
  readonly rk: string;
  /** What the batch inserts. */
  readonly action: TransactionAction;
}

/**
 * None for puts alone, which may be repeated: the last write wins. None for 100 changes, which leave no room
 * for it in a batch.
 */
export function makeWitness(
  pk: string,
  changes: readonly Change[],
  now: number,
): Witness | undefined {
  if (changes.every(({ op }) => op === "put") || changes.length >= MOST_ACTIONS) return undefined;
  const rk = `${WITNESS}${new Date(now).toISOString()}|${randomUUID()}`;
  return { pk, rk, action: ["create", toWitness(pk, rk, "kept")] };
}

function toWitness(pk: string, rk: string, state: State): Entity {
  return toEntity(pk, rk, JSON.stringify({ state }));
}

/** How a commit ended whose answer does not tell. */
export type Ending =
  | "landed"
  /** It has not landed, and never will. */
  | "never"
  /** The service does not say. */
  | "unknown";

/** Finds out how a commit ended, and settles it where it was still open. */
export async function settleWitness(
  table: Table,
  witness: Witness,
  patience: Patience,
): Promise<Ending> {
  const { pk, rk } = witness;
  const giveUp: TransactionAction[] = [["create", toWitness(pk, rk, "given-up")]];
  const inserted = await askPatiently((signal) => table.submit(giveUp, signal), patience);
  if (inserted.kind === "done") return "never";
  if (inserted.fault.kind !== "conflict") return "unknown";
  // It stands there: from the commit, or from an insert whose own answer was lost.
  const found = await askPatiently((signal) => table.get(pk, rk, signal), patience);
  if (found.kind === "failed") return "unknown";
  const isKept = found.result.v0 === JSON.stringify({ state: "kept" satisfies State });
  return isKept ? "landed" : "never";
}

/** Nobody can tell whether the change was kept. */
export function toUnknown(fault: Fault): AppError {
  const sentence =
    "The table does not answer, and whether the change was kept is not known: look before you repeat it.";
  const details = `unknown outcome: ${fault.details}`;
  const seconds = fault.kind === "passing" ? fault.seconds : undefined;
  return new AppError("ERR_STORE_FAILED", sentence, { details, ...(seconds && { seconds }) });
}
