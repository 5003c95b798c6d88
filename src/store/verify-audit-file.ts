import {
  type AuditFile,
  checkEnds,
  type FileEnds,
  type FileLine,
  toFileLine,
} from "./audit-file.ts";
import type { AuditKey } from "./audit-key.ts";
import { AuditLine, checkHead, checkLine, HEAD, type Link } from "./audit-line.ts";
import type { BreakReason } from "./verify-ledger.ts";

/** What a look at an export gave. */
export type FileVerdict =
  | {
      readonly kind: "intact";
      readonly lines: number;
      /** Numbers of the first and the last line; null without any. */
      readonly first: number | null;
      readonly last: number | null;
      /** The last line of the file was the last one of the log. */
      readonly isToEnd: boolean;
      /** Signatures were looked at too; without them only that the lines follow each other. */
      readonly isSigned: boolean;
      readonly hash: string | null;
    }
  | {
      readonly kind: "broken";
      readonly reason: BreakReason;
      /** Number of the first line that breaks it; null where it is no line. */
      readonly line: number | null;
      readonly row: string | null;
    };

/**
 * Proves an export: that each line is what the next one remembers, that none is missing between them or was
 * cut off, and how it joins the end of the log.
 * @param key checks the signatures; without it somebody who wrote all of the file anew is not found out
 */
export function verifyAuditFile(file: AuditFile, key?: AuditKey): FileVerdict {
  const lines = [...file.lines].sort((one, other) => one.line - other.line);
  const broken =
    findBroken(file.tenant, lines, key) ??
    checkFileEnds(file, lines, key) ??
    checkEnd(file, lines, key);
  if (broken) return { kind: "broken", ...broken };
  const [first, last] = [lines.at(0), lines.at(-1)];
  return {
    kind: "intact",
    lines: lines.length,
    first: first?.line ?? null,
    last: last?.line ?? null,
    isToEnd: (last?.line ?? 0) === (file.head?.count ?? 0),
    isSigned: key !== undefined,
    hash: last?.hash ?? null,
  };
}

interface Broken {
  readonly reason: BreakReason;
  readonly line: number | null;
  readonly row: string | null;
}

function findBroken(
  tenantId: string,
  lines: readonly FileLine[],
  key: AuditKey | undefined,
): Broken | undefined {
  let before: FileLine | undefined;
  for (const here of lines) {
    const broken = judgeLine(tenantId, { here, before }, key);
    if (broken) return broken;
    before = here;
  }
  return undefined;
}

interface Step {
  readonly here: FileLine;
  readonly before: FileLine | undefined;
}

function judgeLine(
  tenantId: string,
  { here, before }: Step,
  key: AuditKey | undefined,
): Broken | undefined {
  const { row, hash, ...rest } = here;
  const place = { line: here.line, row };
  const expected = before ? before.line + 1 : here.line;
  if (here.line < expected) return { reason: "added", ...place };
  if (here.line > expected)
    return { reason: "missing", line: expected, row: here.previous?.row ?? null };
  const line = AuditLine.parse(rest);
  const isSame = toFileLine(tenantId, row, line).hash === hash;
  const state = key ? checkLine(key, { tenantId, row }, line) : "good";
  if (state === "unknown") return { reason: "unknown-key", ...place };
  if (!isSame || state === "bad") return { reason: "changed", ...place };
  const isFirst = here.line === 1;
  if ((here.previous === null) !== isFirst) return { reason: "changed", ...place };
  if (!before || isLink(here.previous, before)) return undefined;
  // The line before has another hash than this one remembers: it is the one that was changed.
  return { reason: "changed", line: before.line, row: before.row };
}

/** The lines that were signed as the first and the last have to be those. */
function checkFileEnds(
  { tenant, ends }: Pick<AuditFile, "tenant" | "ends">,
  lines: readonly FileLine[],
  key: AuditKey | undefined,
): Broken | undefined {
  const state = key ? checkEnds(key, tenant, ends) : "good";
  const nowhere = { line: null, row: "ends" };
  if (state === "unknown") return { reason: "unknown-key", ...nowhere };
  if (state === "bad") return { reason: "changed", ...nowhere };
  return findCut(ends, lines);
}

function findCut(ends: FileEnds, lines: readonly FileLine[]): Broken | undefined {
  const [first, last] = [lines.at(0), lines.at(-1)];
  if (ends.count < lines.length) return { reason: "added", ...placeOf(last) };
  if (!isEnd(ends.first, first))
    return { reason: "missing", line: null, row: ends.first?.row ?? null };
  if (!isEnd(ends.last, last))
    return { reason: "missing", line: null, row: ends.last?.row ?? null };
  return ends.count === lines.length ? undefined : { reason: "missing", line: null, row: null };
}

function isEnd(link: Link | null, line: FileLine | undefined): boolean {
  return line ? isLink(link, line) : link === null;
}

/** Where the file reaches the end of the log, its last line is the one that the head names. */
function checkEnd(
  { head, tenant }: AuditFile,
  lines: readonly FileLine[],
  key: AuditKey | undefined,
): Broken | undefined {
  const last = lines.at(-1);
  const state = head && key ? checkHead(key, tenant, head) : "good";
  if (state !== "good")
    return { reason: state === "bad" ? "changed" : "unknown-key", line: null, row: HEAD };
  if (!last) return undefined;
  if (!head || last.line > head.count) return { reason: "added", ...placeOf(last) };
  if (last.line < head.count || isLink(head.last, last)) return undefined;
  return { reason: "changed", ...placeOf(last) };
}

function placeOf(line: FileLine | undefined) {
  return { line: line?.line ?? null, row: line?.row ?? null };
}

function isLink(link: Link | null, { row, hash }: FileLine): boolean {
  return link?.row === row && link.hash === hash;
}
