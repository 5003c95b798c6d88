import type { Op, Row } from "../../ports/index.ts";

/**
 * Meets one row `due|<time>|<kind>|<id>` whose time has come. The row may be old by now: the handler acts only
 * where it is the object's own, and moves or deletes it in the commit of what it decides.
 */
export type DueHandler = (tenantId: string, row: Row) => Promise<void>;

/** The key of such a row. Kinds sort nothing; the time does. @param at milliseconds since 1970 */
export function dueRowKey(kind: string, id: string, at: number): string {
  return `due|${new Date(at).toISOString()}|${kind}|${id}`;
}

/** The row itself. */
export function toDueOp(kind: string, id: string, at: number): Op {
  return { op: "put", rk: dueRowKey(kind, id, at), value: { id } };
}
