import { z } from "zod";
import { formatCsv } from "../core/export/index.ts";
import type { AuditKey } from "./audit-key.ts";
import { AuditHead, AuditLine, Link, toLink } from "./audit-line.ts";

/** A line in an export: as it is kept, with where it is kept and what the next line remembers of it. */
export const FileLine = AuditLine.extend({ row: z.string(), hash: z.string() });
export type FileLine = z.infer<typeof FileLine>;

/** Which lines an export holds, signed: a line that was cut off at its ends is missed. */
export const FileEnds = z.strictObject({
  count: z.int().min(0),
  first: Link.nullable(),
  last: Link.nullable(),
  key: z.string(),
  mac: z.string(),
});
export type FileEnds = z.infer<typeof FileEnds>;

/** An export of the audit log as JSON: `npm run audit -- --file` reads it. */
export const AuditFile = z.strictObject({
  format: z.literal("consentry-audit-1"),
  tenant: z.string(),
  period: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
  check: z.array(z.string()),
  /** How the whole log ended when the file was written; null where it had not begun. */
  head: AuditHead.nullable(),
  ends: FileEnds,
  lines: z.array(FileLine).readonly(),
});
export type AuditFile = z.infer<typeof AuditFile>;

/** How somebody proves the file, with nothing of Consentry's but this. */
export const HOW_TO_CHECK = [
  "text of a line: JSON without blanks of ['line', key, tenant, row, line, [at, verb, actor, object, details as [name, value] pairs in ordinal order of names], previous as [row, hash] or null]",
  "hash of a line: base64url of SHA-256 of its text, one blank, and its mac",
  "previous of a line is row and hash of the line with the number before; head.last is that of the last line of the whole log",
  "npm run -s audit -- --file FILE checks this; with SECRET_STATE_KEY as it is where Consentry runs it checks each mac (HMAC-SHA256) too",
];

/** Lines with their hashes. @param tenantId whose lines they are; it is signed with each */
export function toFileLine(tenantId: string, row: string, line: AuditLine): FileLine {
  return { row, ...line, hash: toLink({ tenantId, row }, line).hash };
}

/** Says which lines there are, so that none is cut off unseen. @param lines by number */
export function signEnds(key: AuditKey, tenantId: string, lines: readonly FileLine[]): FileEnds {
  const [first, last] = [lines.at(0), lines.at(-1)].map((line) => line ?? null);
  const unsigned = { count: lines.length, first: pickLink(first), last: pickLink(last) };
  const mac = key.sign(toEndsText(tenantId, { ...unsigned, key: key.id }));
  return { ...unsigned, key: key.id, mac };
}

/** Whether the ends are as they were signed. */
export function checkEnds(key: AuditKey, tenantId: string, ends: FileEnds) {
  return key.check(toEndsText(tenantId, ends), ends);
}

function pickLink(line: FileLine | null | undefined): Link | null {
  return line ? { row: line.row, hash: line.hash } : null;
}

function toEndsText(tenantId: string, { count, first, last, key }: Omit<FileEnds, "mac">): string {
  const toPair = (link: Link | null) => link && [link.row, link.hash];
  return JSON.stringify(["export", key, tenantId, count, toPair(first), toPair(last)]);
}

/** One audit line a line of text, so that two files can be compared as texts. */
export function writeJson({ lines, ...head }: AuditFile): string {
  const top = Object.entries(head).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  const body = lines.map((line) => JSON.stringify(line)).join(",\n");
  return `{\n${top.join(",\n")},\n"lines": [\n${body}\n]\n}\n`;
}

const COLUMNS = ["line", "at", "verb", "actor", "object", "details"];
const PROOF = ["row", "previous", "hash", "key", "mac"];

/** For reading in a spreadsheet. What could be a formula there has an apostrophe in front, also in a hash. */
export function writeCsv(lines: readonly FileLine[]): string {
  return formatCsv([[...COLUMNS, ...PROOF], ...lines.map(toCells)]);
}

function toCells({ line, at, verb, actor, object, details, ...proof }: FileLine) {
  const told = details && JSON.stringify(details);
  const { row, previous, hash, key, mac } = proof;
  return [line, at, verb, actor, object, told, row, previous?.hash, hash, key, mac];
}
