import { AppError } from "../core/errors.ts";
import type { Row } from "../ports/index.ts";

/** A row as the table has it: its JSON text cut into the properties v0, v1, and so on. */
export interface Entity {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly [property: string]: unknown;
}

/**
 * A string property holds 64 KiB of UTF-16, which is 32,768 units.
 * Source: learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
 */
const PART = 30_000;

export function toEntity(partitionKey: string, rowKey: string, text: string): Entity {
  const parts = cut(text).map((part, index) => [`v${index}`, part]);
  return { partitionKey, rowKey, ...Object.fromEntries(parts) };
}

/** @throws AppError ERR_STORE_FAILED when somebody else has written what stands there */
export function toRow(entity: Entity): Row {
  const { rowKey, etag } = entity;
  let text = "";
  for (let index = 0; typeof entity[`v${index}`] === "string"; index++) text += entity[`v${index}`];
  return { rk: rowKey, etag: String(etag), value: parse(rowKey, text) };
}

/** Never between the halves of a pair: alone, neither of them survives UTF-8. */
function cut(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + PART;
    const isWithin = end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1));
    parts.push(text.slice(start, isWithin ? end - 1 : end));
    start = isWithin ? end - 1 : end;
  }
  return parts;
}

function parse(rowKey: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("ERR_STORE_FAILED", `The row ${rowKey} is no JSON.`, { cause });
  }
}
