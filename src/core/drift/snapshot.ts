import { z } from "zod";
import { type GrantReport, type GrantRow, isSame } from "../grant/index.ts";
import { namePermission, parsePermission } from "./permission-name.ts";

/** One permission, as far as it was ever read. */
const SnapshotRow = z.strictObject({
  name: z.string(),
  /** Who asks for it; null for nobody who is named. */
  need: z.enum(["configured", "addedOnApproval"]).nullable(),
  /** `all`: for everybody, or as an application; `some`: for single persons; `wider`: one that covers it. */
  held: z.enum(["all", "some", "wider", "no", "unknown"]),
  /** Names of what covers it; empty for none. */
  by: z.string(),
  /** Whether the app registration lists it; null where that was never read. */
  isRequested: z.boolean().nullable(),
});
export type SnapshotRow = z.infer<typeof SnapshotRow>;

/** What of a report is remembered, to compare the next one with. */
export const Snapshot = z.strictObject({
  version: z.literal(1),
  /** When it was read, in milliseconds since 1970. */
  readAt: z.number(),
  app: z.enum(["on", "off", "gone"]),
  /** Whether all grants of a type were ever read: only then one that comes later is known to be new. */
  isWhole: z.strictObject({ delegated: z.boolean(), application: z.boolean() }),
  rows: z.array(SnapshotRow).readonly(),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** Rows that are kept, needed ones first: more than a registration can list, and room in a row of the store. */
const MOST_ROWS = 600;

/** Takes down what a report says. What it could not read stays as it was read before. */
export function toSnapshot(report: GrantReport, before: Snapshot | null): Snapshot {
  const earlier = indexRows(before);
  const unread = new Set<string>(report.gaps.map(({ part }) => part));
  const read = report.rows.flatMap((row) => {
    const isPlain = row.requirement === null && row.hints.includes("sign-in");
    return isPlain ? [] : [toRow(row, earlier)];
  });
  const rows = indexRows({ rows: [...read].reverse() });
  const kept = [...earlier.values()].filter((row) => !rows.has(row.name) && isUnread(row, unread));
  const all = [...[...rows.values()].reverse(), ...kept.map((row) => ({ ...row, need: null }))];
  const isCut = all.length > MOST_ROWS;
  const isWhole = (type: "delegated" | "application") =>
    !isCut && (!unread.has(type) || before?.isWhole[type] === true);
  return {
    version: 1,
    readAt: report.readAt,
    app: report.app.isEnabled ? "on" : "off",
    isWhole: { delegated: isWhole("delegated"), application: isWhole("application") },
    rows: all.slice(0, MOST_ROWS),
  };
}

/** The rows by their names. */
export function indexRows(snapshot: Pick<Snapshot, "rows"> | null): Map<string, SnapshotRow> {
  return new Map((snapshot?.rows ?? []).map((row) => [row.name, row]));
}

function isUnread({ name, held }: SnapshotRow, unread: ReadonlySet<string>): boolean {
  return held !== "no" && unread.has(parsePermission(name)?.type ?? "");
}

function toRow(row: GrantRow, earlier: ReadonlyMap<string, SnapshotRow>): SnapshotRow {
  const name = namePermission(row.permission);
  const before = earlier.get(name);
  const held = toHeld(row);
  const isKept = held === "unknown" && before !== undefined;
  return {
    name,
    need: row.requirement?.phase ?? null,
    held: isKept ? before.held : held,
    by: isKept ? before.by : held === "wider" ? nameWider(row) : "",
    isRequested: isKept ? before.isRequested : (row.isRequested ?? before?.isRequested ?? null),
  };
}

function toHeld({ state, requirement, grants }: GrantRow): SnapshotRow["held"] {
  const isForAll = grants.some(({ reach }) => reach !== "person");
  if (requirement === null) return isForAll ? "all" : "some";
  if (state === "granted") return "all";
  if (state === "wider" || state === "unknown") return state;
  return grants.length > 0 ? "some" : "no";
}

function nameWider({ grants, permission }: GrantRow): string {
  const wider = grants.filter((one) => one.reach !== "person" && !isSame(one, permission));
  return [...new Set(wider.map(namePermission))].sort().join(", ");
}

/** How many of the needed permissions are granted or covered, and how many are too much. */
export function countRows({ rows }: Snapshot): {
  readonly granted: number;
  readonly needed: number;
  readonly excess: number;
} {
  const needed = rows.filter(({ need }) => need === "configured");
  return {
    granted: needed.filter(isMet).length,
    needed: needed.length,
    excess: rows.filter((row) => row.need === null && isHeld(row)).length,
  };
}

/** True for what is there for everybody who needs it. */
export function isMet({ held }: SnapshotRow): boolean {
  return held === "all" || held === "wider";
}

/** True for what is granted itself, to whomever. */
export function isHeld({ held }: SnapshotRow): boolean {
  return held === "all" || held === "some";
}
