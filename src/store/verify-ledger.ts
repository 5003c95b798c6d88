import { AppError } from "../core/errors.ts";
import type { Store } from "../ports/index.ts";
import type { AuditKey } from "./audit-key.ts";
import {
  AuditHead,
  checkHead,
  checkLine,
  HEAD,
  type Link,
  toLink,
  toNumber,
} from "./audit-line.ts";
import { type AuditRow, readAuditRows } from "./read-ledger.ts";

/** Why a row breaks the log. */
export type BreakReason =
  /** It is not what was signed for that place. */
  | "changed"
  /** It is gone. */
  | "missing"
  /** The log does not lead to it. */
  | "added"
  /** It was signed with a key that is not at hand, so nothing can be said about it. */
  | "unknown-key";

/** What a look at the audit log of a tenant gave. */
export type LedgerVerdict =
  | {
      readonly kind: "intact";
      readonly lines: number;
      /** Hash of the last line. Kept elsewhere, it proves that no older copy of the file was put back. */
      readonly hash: string | null;
    }
  | {
      readonly kind: "broken";
      readonly reason: BreakReason;
      /** Key of the first row that breaks it; null for a missing one that no other row names. */
      readonly row: string | null;
      /** Its number in the log; null where that is not known. */
      readonly line: number | null;
      /** Key of the last good row before it. */
      readonly after: string | null;
    };

/**
 * Reads a tenant's audit log and looks whether a line was changed, taken away, added or moved.
 * @param key has to hold every key that lines were signed with
 * @throws AppError ERR_STORE_FAILED; ERR_STORE_CONFLICT when it is written to all the time
 */
export async function verifyLedger(
  store: Store,
  key: AuditKey,
  tenantId: string,
): Promise<LedgerVerdict> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const head = await store.get(tenantId, HEAD);
    const found = await sortRows(readAuditRows(store, tenantId), { key, tenantId });
    const after = await store.get(tenantId, HEAD);
    if (head?.etag === after?.etag) return judge(found, head?.value, { key, tenantId });
  }
  throw new AppError("ERR_STORE_CONFLICT", "The audit log grew while it was read.");
}

const MOST_ATTEMPTS = 8;

interface Frame {
  readonly key: AuditKey;
  readonly tenantId: string;
}

/** A line that is what was signed for its place. */
interface GoodLine {
  readonly own: Link;
  readonly previous: Link | null;
}

interface BadRow {
  readonly row: string;
  readonly reason: BreakReason;
  /** The number that its key says it has. */
  readonly claims: number | undefined;
}

interface Found {
  readonly good: ReadonlyMap<number, GoodLine>;
  readonly bad: readonly BadRow[];
}

/** Keeps links only: a log may be longer than memory should be asked for. */
async function sortRows(rows: AsyncIterable<AuditRow>, frame: Frame): Promise<Found> {
  const good = new Map<number, GoodLine>();
  const bad: BadRow[] = [];
  for await (const { row, line } of rows) {
    const place = { tenantId: frame.tenantId, row };
    const state = line ? checkLine(frame.key, place, line) : "bad";
    const reason = state === "unknown" ? "unknown-key" : "changed";
    const claims = toNumber(row);
    if (!line || state !== "good") bad.push({ row, reason, claims });
    else if (good.has(line.line)) bad.push({ row, reason: "added", claims });
    else good.set(line.line, { own: toLink(place, line), previous: line.previous });
  }
  return { good, bad };
}

function judge(found: Found, headValue: unknown, { key, tenantId }: Frame): LedgerVerdict {
  if (headValue === undefined && found.good.size + found.bad.length === 0)
    return { kind: "intact", lines: 0, hash: null };
  const head = AuditHead.safeParse(headValue).data;
  const state = head ? checkHead(key, tenantId, head) : "bad";
  // Without a head, the rows themselves tell how far to look before it is named.
  const trusted = state === "good" ? head : undefined;
  const count = trusted?.count ?? findLast(found);
  const broken = walk(found, count, trusted?.last) ?? findAdded(found, count);
  if (broken) return broken;
  if (trusted) return { kind: "intact", lines: count, hash: trusted.last.hash };
  const known = state === "unknown" ? "unknown-key" : "changed";
  const reason = headValue === undefined ? "missing" : known;
  return { ...BROKEN, reason, row: HEAD, after: found.good.get(count)?.own.row ?? null };
}

const BROKEN = { kind: "broken", row: null, line: null, after: null } as const;

/** Follows the numbers up to the first line that is missing, or not the one that the next one follows. */
function walk(found: Found, count: number, last: Link | undefined): LedgerVerdict | undefined {
  let after: string | null = null;
  for (let line = 1; line <= count; line++) {
    const here = found.good.get(line);
    const expected = line === count ? last : found.good.get(line + 1)?.previous;
    if (!here) return explainGap(found, line, { expected, after });
    if (expected !== undefined && !isSame(here.own, expected))
      return { ...BROKEN, reason: "changed", row: here.own.row, line, after };
    after = here.own.row;
  }
  return undefined;
}

function findLast({ good, bad }: Found): number {
  let last = 0;
  for (const line of good.keys()) last = Math.max(last, line);
  for (const { claims = 0 } of bad) last = Math.max(last, claims);
  return last;
}

interface Gap {
  /** What the next line says came before it. */
  readonly expected: Link | null | undefined;
  readonly after: string | null;
}

function explainGap({ bad }: Found, line: number, { expected, after }: Gap): LedgerVerdict {
  const row = expected?.row ?? null;
  const culprit = bad.find((one) => (row === null ? one.claims === line : one.row === row));
  if (culprit) return { ...BROKEN, reason: culprit.reason, row: culprit.row, line, after };
  return { ...BROKEN, reason: "missing", row, line, after };
}

/** What is there besides the lines that the head counts. */
function findAdded({ good, bad }: Found, count: number): LedgerVerdict | undefined {
  const [row] = bad;
  if (row)
    return { ...BROKEN, reason: row.reason === "changed" ? "added" : row.reason, row: row.row };
  for (const [line, { own }] of good)
    if (line > count) return { ...BROKEN, reason: "added", row: own.row, line };
  return undefined;
}

function isSame(one: Link, other: Link | null): boolean {
  return one.row === other?.row && one.hash === other.hash;
}
