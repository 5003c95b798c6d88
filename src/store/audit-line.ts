import { createHash } from "node:crypto";
import { z } from "zod";
import type { AuditEntry } from "../ports/index.ts";
import type { AuditKey } from "./audit-key.ts";

/** Row keys of audit lines start so. */
export const AUDIT = "audit|";
/** Row key of the row that knows how the log ends. It is outside of {@link AUDIT}. */
export const HEAD = "audit-head";

/**
 * The row key of a line. The number goes first in the id: lines of one millisecond are listed as they were
 * written.
 */
export function toRowKey(parts: { at: string; line: number; id: string; verb: string }): string {
  const { at, line, id, verb } = parts;
  return `${AUDIT}${at}|${String(line).padStart(9, "0")}.${id}|${verb}`;
}

/** The number in a row key, undefined for a key of other shape. It names a row, and proves nothing. */
export function toNumber(row: string): number | undefined {
  const [, , id = ""] = row.split("|");
  const [number = ""] = id.split(".");
  return /^\d{9,15}$/.test(number) ? Number(number) : undefined;
}

/** A line as the next one, or the head, remembers it. */
export const Link = z.strictObject({ row: z.string(), hash: z.string() });
export type Link = z.infer<typeof Link>;

/** A line of the audit log as it is kept. Its row key is signed with it. */
export const AuditLine = z.strictObject({
  /** Counts from 1 in each tenant: the order of the log, whatever the clock said. */
  line: z.int().min(1),
  /** ISO 8601 with milliseconds, UTC. */
  at: z.iso.datetime({ precision: 3 }),
  verb: z.string().regex(/^[A-Za-z0-9.-]{1,80}$/),
  actor: z.string().min(1).max(200),
  object: z.string().min(1).max(400),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** The line before, null for the first. */
  previous: Link.nullable(),
  key: z.string(),
  mac: z.string(),
});
export type AuditLine = z.infer<typeof AuditLine>;

/** Where the log of a tenant ends. */
export const AuditHead = z.strictObject({
  count: z.int().min(1),
  last: Link,
  key: z.string(),
  mac: z.string(),
});
export type AuditHead = z.infer<typeof AuditHead>;

/** Where a line stands. */
interface Place {
  readonly tenantId: string;
  /** Its row key. */
  readonly row: string;
}

/** What is new in a line. */
export interface Draft {
  readonly line: number;
  readonly at: string;
  readonly entry: AuditEntry;
  readonly previous: Link | null;
}

/** @throws z.ZodError when the entry cannot be a line */
export function signLine(key: AuditKey, place: Place, draft: Draft): AuditLine {
  const { line, at, entry, previous } = draft;
  const { verb, actor, object, details } = entry;
  const unsigned = { line, at, verb, actor, object, ...(details && { details }), previous };
  const text = toLineText(place, { ...unsigned, key: key.id });
  return AuditLine.parse({ ...unsigned, key: key.id, mac: key.sign(text) });
}

/** Whether the line is as it was signed, for that place. */
export function checkLine(key: AuditKey, place: Place, line: AuditLine) {
  return key.check(toLineText(place, line), line);
}

/** What the next line remembers of this one. */
export function toLink(place: Place, line: AuditLine): Link {
  const text = `${toLineText(place, line)} ${line.mac}`;
  return { row: place.row, hash: createHash("sha256").update(text).digest("base64url") };
}

export function signHead(key: AuditKey, tenantId: string, end: Pick<AuditHead, "count" | "last">) {
  const { count, last } = end;
  const mac = key.sign(toHeadText(tenantId, { count, last, key: key.id }));
  return { count, last, key: key.id, mac } satisfies AuditHead;
}

/** Whether the head is as it was signed, for that tenant. */
export function checkHead(key: AuditKey, tenantId: string, head: AuditHead) {
  return key.check(toHeadText(tenantId, head), head);
}

/** One text a line, whatever the order of its properties: lists have only one. */
function toLineText(place: Place, line: Omit<AuditLine, "mac">): string {
  const { at, verb, actor, object, details = {}, previous, key } = line;
  const named = Object.entries(details).sort(([one], [other]) => (one < other ? -1 : 1));
  const before = previous && [previous.row, previous.hash];
  const what = [at, verb, actor, object, named];
  return JSON.stringify(["line", key, place.tenantId, place.row, line.line, what, before]);
}

function toHeadText(tenantId: string, { count, last, key }: Omit<AuditHead, "mac">): string {
  return JSON.stringify(["head", key, tenantId, count, last.row, last.hash]);
}
