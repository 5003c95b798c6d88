import { AppError } from "../core/errors.ts";
import type { KeyRange, Op } from "../ports/index.ts";

/** An operation that every engine takes, its value as JSON text. */
export type Change =
  | { readonly op: "insert" | "put"; readonly rk: string; readonly text: string }
  | { readonly op: "replace"; readonly rk: string; readonly text: string; readonly etag: string }
  | { readonly op: "delete"; readonly rk: string };

const KEY = /^[A-Za-z0-9._|:=-]{1,400}$/;
/** An end of a range: half a key, `~`, or a key with one more character. */
const BOUND = /^[A-Za-z0-9._|:=~-]{0,401}$/;

const MOST_OPS = 100;
/**
 * Limits of an Azure Tables entity and of a batch, less room for what goes with them: names and heads of
 * properties in a row, the MIME part with its address in a batch.
 * Source: learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model and
 * /performing-entity-group-transactions
 */
const ROW_BYTES = 1024 * 1024 - 4096;
const COMMIT_BYTES = 4 * 1024 * 1024;
const PART_BYTES = 4096;

/**
 * Looks at a commit with the eyes of the strictest engine, so that none takes what another refuses.
 * @throws AppError ERR_STORE_FAILED
 */
export function toChanges(pk: string, ops: readonly Op[]): readonly Change[] {
  checkKey(pk);
  if (ops.length < 1 || ops.length > MOST_OPS)
    refuse(`A commit has 1 to ${MOST_OPS} changes, not ${ops.length}.`);
  const seen = new Set<string>();
  let size = 0;
  const changes: Change[] = [];
  for (const op of ops) {
    checkKey(op.rk);
    if (seen.has(op.rk)) refuse(`A commit changes a row once, and ${op.rk} twice.`);
    seen.add(op.rk);
    const change = toChange(op);
    size += checkRow(pk, change);
    changes.push(change);
  }
  if (size > COMMIT_BYTES) refuse(`A commit holds 4 MiB at most, and this one ${size} bytes.`);
  return changes;
}

/** @throws AppError ERR_STORE_FAILED when no engine can have such a key */
export function checkKey(key: string): void {
  if (!KEY.test(key)) refuse(`A key does not fit: ${JSON.stringify(key.slice(0, 80))}.`);
}

/** @throws AppError ERR_STORE_FAILED when an end of the range or its limit does not fit */
export function checkRange({ from = "", to = "", limit = 1 }: KeyRange): void {
  for (const bound of [from, to])
    if (!BOUND.test(bound)) refuse(`A range does not fit: ${JSON.stringify(bound.slice(0, 80))}.`);
  if (!Number.isSafeInteger(limit) || limit < 1) refuse(`A range has 1 row or more, not ${limit}.`);
}

function toChange(op: Op): Change {
  if (op.op === "delete") return { op: op.op, rk: op.rk };
  const text = toText(op.rk, op.value);
  return op.op === "replace"
    ? { op: op.op, rk: op.rk, text, etag: op.etag }
    : { op: op.op, rk: op.rk, text };
}

function toText(rk: string, value: object): string {
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text.replace(AWKWARD, toEscape);
  } catch (cause) {
    refuse(`The value of ${rk} is no JSON.`, cause);
  }
  return refuse(`The value of ${rk} is no JSON.`);
}

/**
 * Line ends of Unicode, controls and what is no character: JSON lets them stand as they are, and readers by
 * lines, Azurite among them, stumble over them.
 */
const AWKWARD = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/g;

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Bytes that the row takes of a batch. A string property of a row counts two bytes a UTF-16 unit. */
function checkRow(pk: string, change: Change): number {
  if (change.op === "delete") return PART_BYTES;
  const bytes = 2 * (pk.length + change.rk.length + change.text.length);
  if (bytes > ROW_BYTES) refuse(`A row holds 1 MiB at most, and ${change.rk} ${bytes} bytes.`);
  return PART_BYTES + Buffer.byteLength(JSON.stringify(change.text));
}

function refuse(sentence: string, cause?: unknown): never {
  throw new AppError("ERR_STORE_FAILED", sentence, { cause });
}
