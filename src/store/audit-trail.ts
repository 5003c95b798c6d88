import type {
  AuditExport,
  AuditExportWish,
  AuditTrail,
  AuditTrailLine,
  AuditTrailPage,
  Ledger,
  Store,
} from "../ports/index.ts";
import {
  type FileLine,
  HOW_TO_CHECK,
  signEnds,
  toFileLine,
  writeCsv,
  writeJson,
} from "./audit-file.ts";
import type { AuditKey } from "./audit-key.ts";
import {
  AUDIT,
  AuditHead,
  AuditLine,
  checkHead,
  checkLine,
  HEAD,
  type Link,
  toLink,
} from "./audit-line.ts";

/** What reading the audit log works with. */
export interface AuditTrailOptions {
  readonly store: Store;
  readonly ledger: Ledger;
  /** Proves what is shown, and signs which lines a file holds. */
  readonly key: AuditKey;
  /** Lines of a page. @default 30 */
  readonly page?: number;
  /** Lines of a file. @default 10000 */
  readonly most?: number;
}

/** Reads the audit log back, for people. */
export function createAuditTrail(options: AuditTrailOptions): AuditTrail {
  return {
    list: (tenantId, { before }) => listLines(options, tenantId, before),
    export: (tenantId, wish) => exportLines(options, tenantId, wish),
  };
}

/**
 * Each line names the one before it, so the newest come first without asking for all: keys are sorted by time,
 * and no engine lists them backwards.
 */
async function listLines(
  options: AuditTrailOptions,
  tenantId: string,
  before: string | undefined,
): Promise<AuditTrailPage> {
  const head = await readHead(options, tenantId);
  if (head === "broken") return { lines: [], total: 0, older: null, isWhole: false };
  const total = head?.count ?? 0;
  if (before === undefined)
    return { total, ...(await follow(options, tenantId, head?.last ?? null)) };
  const shown = await readLine(options.store, tenantId, before);
  if (!shown) return { lines: [], total, older: null, isWhole: false };
  return { total, ...(await follow(options, tenantId, shown.previous)) };
}

/** How the log ends; `broken` where that is gone, or not what was written. */
async function readHead(
  { store, key }: AuditTrailOptions,
  tenantId: string,
): Promise<AuditHead | undefined | "broken"> {
  const row = await store.get(tenantId, HEAD);
  const head = AuditHead.safeParse(row?.value).data;
  if (row) return head && checkHead(key, tenantId, head) !== "bad" ? head : "broken";
  const [line] = await store.list(tenantId, { from: AUDIT, to: `${AUDIT}~`, limit: 1 });
  return line ? "broken" : undefined;
}

/** Goes from a line to the one before it, and stops at what does not prove itself. */
async function follow(
  { store, key, page = 30 }: AuditTrailOptions,
  tenantId: string,
  start: Link | null,
): Promise<Omit<AuditTrailPage, "total">> {
  const lines: AuditTrailLine[] = [];
  let older: string | null = null;
  for (let next = start; next; ) {
    if (lines.length === page) return { lines, older, isWhole: true };
    const line = await readLine(store, tenantId, next.row);
    const place = { tenantId, row: next.row };
    if (!line || !isSame(toLink(place, line), next) || checkLine(key, place, line) === "bad")
      return { lines, older: null, isWhole: false };
    lines.push(toTrailLine(line));
    older = next.row;
    next = line.previous;
  }
  return { lines, older: null, isWhole: true };
}

async function readLine(store: Store, tenantId: string, row: string) {
  if (!row.startsWith(AUDIT)) return undefined;
  return AuditLine.safeParse((await store.get(tenantId, row))?.value).data;
}

function isSame(one: Link, other: Link): boolean {
  return one.row === other.row && one.hash === other.hash;
}

function toTrailLine({ line, at, verb, actor, object, details = {} }: AuditLine): AuditTrailLine {
  return { line, at: Date.parse(at), verb, actor, object, details };
}

async function exportLines(
  options: AuditTrailOptions,
  tenantId: string,
  wish: AuditExportWish,
): Promise<AuditExport> {
  const { store, ledger, key, most = 10_000 } = options;
  // What is written from now on is in the next file: the head says how far this one can reach.
  const head = AuditHead.safeParse((await store.get(tenantId, HEAD))?.value).data ?? null;
  const found = await readPeriod(store, tenantId, { ...wish, most, end: head?.count ?? 0 });
  if (found === undefined) return { kind: "too-long", most };
  const lines = await fillGaps(store, tenantId, found);
  const { format, from, to, actor } = wish;
  const hash = lines.at(-1)?.hash;
  const told = { format, from, to, lines: lines.length, ...(hash !== undefined && { hash }) };
  const entry = { verb: "audit.exported", actor, object: "audit:tenant", details: told };
  await ledger.record(tenantId, entry, async () => []);
  const name = `consentry-audit-${from}-${to}.${format}`;
  if (format === "csv")
    return { kind: "written", name, text: writeCsv(lines), lines: lines.length };
  const text = writeJson({
    format: "consentry-audit-1",
    tenant: tenantId,
    period: { from, to },
    check: HOW_TO_CHECK,
    head,
    ends: signEnds(key, tenantId, lines),
    lines,
  });
  return { kind: "written", name, text, lines: lines.length };
}

interface Period {
  readonly from: string;
  readonly to: string;
  readonly most: number;
  /** Number of the last line that counts. */
  readonly end: number;
}

const DAY = 86_400_000;
/** The most that Azure Tables gives at once. */
const PAGE = 1000;

/** Lines by number; undefined where there are too many. */
async function readPeriod(
  store: Store,
  tenantId: string,
  { from, to, most, end }: Period,
): Promise<readonly FileLine[] | undefined> {
  const until = `${AUDIT}${new Date(Date.parse(to) + DAY).toISOString()}`;
  const lines: FileLine[] = [];
  for (let next = `${AUDIT}${from}`; ; ) {
    const rows = await store.list(tenantId, { from: next, to: until, limit: PAGE });
    for (const { rk, value } of rows) {
      const line = AuditLine.safeParse(value).data;
      if (line && line.line <= end) lines.push(toFileLine(tenantId, rk, line));
    }
    if (lines.length > most) return undefined;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    // The least of all key characters: nothing comes between.
    next = `${last.rk}-`;
  }
  return lines.sort((one, other) => one.line - other.line);
}

/**
 * Clocks of replicas differ: a line that was written in between may have a time of the day before. It belongs
 * to the chain, and so into the file.
 */
async function fillGaps(
  store: Store,
  tenantId: string,
  lines: readonly FileLine[],
): Promise<readonly FileLine[]> {
  const filled: FileLine[] = [];
  for (const line of lines) {
    const before = filled.at(-1)?.line;
    if (before !== undefined)
      filled.push(...(await readBetween(store, tenantId, { before, line })));
    filled.push(line);
  }
  return filled;
}

async function readBetween(
  store: Store,
  tenantId: string,
  { before, line }: { readonly before: number; readonly line: FileLine },
): Promise<readonly FileLine[]> {
  const found: FileLine[] = [];
  for (let at = line; at.line > before + 1; ) {
    const row = at.previous?.row ?? "";
    const read = await readLine(store, tenantId, row);
    // What is gone stays a gap, which whoever checks the file is told of.
    if (!read || read.line >= at.line) break;
    at = toFileLine(tenantId, row, read);
    found.unshift(at);
  }
  return found;
}
