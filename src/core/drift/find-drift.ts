import type { GrantReport } from "../grant/index.ts";
import { type Finding, findingKey } from "./finding.ts";
import { parsePermission } from "./permission-name.ts";
import {
  indexRows,
  isHeld,
  isMet,
  type Snapshot,
  type SnapshotRow,
  toSnapshot,
} from "./snapshot.ts";

/** What was known when it was looked last; nothing before the first look. */
export interface Known {
  readonly snapshot: Snapshot | null;
  readonly findings: readonly Finding[];
}

/** What a look has met. */
export interface Met {
  /** The report against what is needed; `absent` where the tenant has no such app any more. */
  readonly report: GrantReport | "absent";
  /** False where the catalogue does not have the set-up any more: then nothing can be compared. */
  readonly isComparable: boolean;
}

/** By what time and what people know a look is judged. */
export interface DriftOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When the fence around mailboxes is to be looked at; null for a set-up that needs none. */
  readonly fenceAt: number | null;
  /** What nobody was told of leaves without a word when it is over. @default everything was told */
  readonly isTold?: (finding: Finding) => boolean;
}

/** How long something that was mended stays listed, in milliseconds. */
const RESTORED_MS = 7 * 24 * 60 * 60_000;

/** Findings that are kept: of many more than that nobody reads the last, and a row of the store has an end. */
const MOST_FINDINGS = 200;

/**
 * Compares a look with the one before. What is other stays a finding, with the time at which it was found, until
 * it is as it should be; what could not be read is none, and ends none. The first look has nothing to compare
 * with: what it finds is how things stand.
 * @returns what is to be remembered for the next look
 */
export function findDrift(
  known: Known,
  met: Met,
  options: DriftOptions,
): { readonly snapshot: Snapshot | null; readonly findings: readonly Finding[] } {
  const { now } = options;
  const snapshot = takeDown(known, met, now);
  const rows = indexRows(snapshot);
  const scene: Scene = { known, met, rows, isJudged: met.report !== "absent" && met.isComparable };
  const wanted = [
    ...findState(snapshot, met, options),
    ...(scene.isJudged ? findChanges(scene, snapshot) : []),
  ].map((one): Finding => ({ ...one, foundAt: now }));
  const standing = known.findings.filter((one) => isStanding(one, scene, options));
  const fresh = wanted.filter((one) => !standing.some((other) => isSameThing(one, other)));
  const current = [...standing, ...fresh];
  const mended = known.findings
    .filter((one) => !standing.includes(one) && isMended(one, scene, options))
    .map(
      ({ kind, permission }): Finding => ({
        kind: "restored",
        permission,
        other: kind,
        foundAt: now,
      }),
    );
  const isOpen = ({ permission, other }: Finding) =>
    current.some(
      (one) =>
        one.kind !== "restored" &&
        one.permission === permission &&
        (permission !== "" || one.kind === other),
    );
  const all = [...current, ...mended].filter((one) => one.kind !== "restored" || !isOpen(one));
  return { snapshot, findings: dropDoubles(all).slice(0, MOST_FINDINGS) };
}

interface Scene {
  readonly known: Known;
  readonly met: Met;
  /** As they are now, by name. */
  readonly rows: ReadonlyMap<string, SnapshotRow>;
  /** Whether anything can be said of single permissions. */
  readonly isJudged: boolean;
}

type Thing = Omit<Finding, "foundAt">;

/** Where nothing can be compared, what was known of permissions stays as it was. */
function takeDown(
  { snapshot }: Known,
  { report, isComparable }: Met,
  now: number,
): Snapshot | null {
  if (report === "absent") return snapshot && { ...snapshot, readAt: now, app: "gone" };
  const next = toSnapshot(report, snapshot);
  return isComparable || !snapshot
    ? next
    : { ...next, rows: snapshot.rows, isWhole: snapshot.isWhole };
}

/** What is so, whatever was before. */
function findState(snapshot: Snapshot | null, met: Met, { now, fenceAt }: DriftOptions): Thing[] {
  const app = met.report === "absent" ? "gone" : snapshot?.app;
  return [
    ...(app === "gone" || app === "off"
      ? [{ kind: "app" as const, permission: "", other: app }]
      : []),
    ...(met.isComparable ? [] : [{ kind: "catalogue" as const, permission: "", other: "gone" }]),
    ...(fenceAt !== null && now >= fenceAt
      ? [{ kind: "fence" as const, permission: "", other: "" }]
      : []),
  ];
}

function findChanges({ known, rows }: Scene, snapshot: Snapshot | null): Thing[] {
  const before = known.snapshot;
  if (!before || !snapshot) return [];
  const earlier = indexRows(before);
  return [...rows.values()].flatMap((row) => {
    const was = earlier.get(row.name);
    const found = row.need === null ? judgeSurplus(row, was, before) : judgeNeed(row, was);
    return [...found, ...judgeGhost(row, was)]
      .slice(0, 1)
      .map((one) => ({ ...one, permission: row.name }));
  });
}

type Judged = Pick<Finding, "kind" | "other">;

/** Granted, and nothing named needs it. */
function judgeSurplus(row: SnapshotRow, was: SnapshotRow | undefined, before: Snapshot): Judged[] {
  if (!isHeld(row)) return [];
  const type = parsePermission(row.name)?.type ?? "delegated";
  if (!was) return before.isWhole[type] ? [{ kind: "added", other: "" }] : [];
  if (was.held === "unknown") return [];
  if (was.need !== null) return [{ kind: "catalogue", other: "less" }];
  if (was.held === "no") return [{ kind: "added", other: "" }];
  return was.held === "some" && row.held === "all" ? [{ kind: "widened", other: "everyone" }] : [];
}

function judgeNeed(row: SnapshotRow, was: SnapshotRow | undefined): Judged[] {
  if (row.held === "unknown" || was?.held === "unknown") return [];
  if (!was || was.need === null) {
    const isOpen = row.need === "configured" && !isMet(row);
    return isOpen ? [{ kind: "catalogue", other: "more" }] : [];
  }
  if (!isMet(row)) return isMet(was) ? [{ kind: "removed", other: "" }] : [];
  const isWider = row.held === "wider" && (was.held !== "wider" || was.by !== row.by);
  return isWider ? [{ kind: "widened", other: row.by }] : [];
}

function judgeGhost(row: SnapshotRow, was: SnapshotRow | undefined): Judged[] {
  const isLost = was?.isRequested === true && row.isRequested === false;
  return isLost && isHeld(was) && isHeld(row) ? [{ kind: "ghost", other: "" }] : [];
}

function isStanding(finding: Finding, scene: Scene, options: DriftOptions): boolean {
  const { kind, permission, other, foundAt } = finding;
  const { met, rows, isJudged } = scene;
  const row = rows.get(permission);
  switch (kind) {
    case "app":
      return met.report === "absent"
        ? other === "gone"
        : other === "off" && !met.report.app.isEnabled;
    case "fence":
      return options.fenceAt !== null && options.now >= options.fenceAt;
    case "restored":
      return options.now - foundAt < RESTORED_MS;
    case "catalogue":
      if (permission === "") return !met.isComparable;
      if (!isJudged) return true;
      return other === "more" ? isOpenNeed(row) : isSurplus(row);
    case "added":
      return !isJudged || isSurplus(row);
    case "removed":
      return !isJudged || isOpenNeed(row);
    case "widened":
      return !isJudged || isStillWider(row, other);
    case "ghost":
      return !isJudged || (row !== undefined && isHeld(row) && row.isRequested === false);
    default:
      return kind satisfies never;
  }
}

function isSurplus(row: SnapshotRow | undefined): boolean {
  return row !== undefined && row.need === null && isHeld(row);
}

function isOpenNeed(row: SnapshotRow | undefined): boolean {
  return row !== undefined && row.need !== null && !isMet(row);
}

function isStillWider(row: SnapshotRow | undefined, other: string): boolean {
  if (other === "everyone") return isSurplus(row) && row?.held === "all";
  return row !== undefined && row.need !== null && row.held === "wider" && row.by === other;
}

const NEVER_MENDED: ReadonlySet<Finding["kind"]> = new Set(["restored", "fence", "catalogue"]);

/** What is over because nobody needs it any more was not mended. */
function isMended(
  finding: Finding,
  { rows }: Scene,
  { isTold = () => true }: DriftOptions,
): boolean {
  const { kind, permission } = finding;
  if (NEVER_MENDED.has(kind) || !isTold(finding)) return false;
  const row = rows.get(permission);
  if (kind === "removed") return row !== undefined && isMet(row);
  return kind !== "widened" || finding.other === "everyone" || row?.held === "all";
}

function isSameThing(one: Finding, other: Finding): boolean {
  return (
    one.kind === other.kind && one.permission === other.permission && one.other === other.other
  );
}

function dropDoubles(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [findingKey(one), one])).values()];
}
