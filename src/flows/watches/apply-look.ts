import {
  type Case,
  casesOfSelection,
  parseSelection,
  requirePermissions,
} from "../../core/advisor/index.ts";
import type { Catalogue } from "../../core/catalogue/index.ts";
import {
  countRows,
  type Finding,
  findDrift,
  findingKey,
  type Met,
  nextLook,
  nextTry,
} from "../../core/drift/index.ts";
import { compareGrants, listMailboxChecks, type TenantReading } from "../../core/grant/index.ts";
import type { DirectoryAnswer } from "../../ports/index.ts";
import { MOST_LOOKS, type WatchProblem, type WatchRecord } from "./record.ts";

/** What a look is judged by. */
export interface LookScene {
  readonly catalogue: Catalogue;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Hours between two looks. */
  readonly hours: number;
  readonly fenceDays: number;
}

/** What a look makes of a watch. */
export interface Looked {
  readonly record: WatchRecord;
  /** What people have not been told of yet; empty while it is snoozed. */
  readonly news: readonly ("problem" | "back" | Finding["kind"])[];
  /** Whether the notice says something else than before, be it the time of the look. */
  readonly isShown: boolean;
}

/** Applies what the directory answered to a watch. */
export function applyLook(
  before: WatchRecord,
  answer: DirectoryAnswer<TenantReading>,
  scene: LookScene,
): Looked {
  const { snoozedUntil } = before;
  const isOver = snoozedUntil !== null && snoozedUntil <= scene.now;
  const record = isOver ? { ...before, snoozedUntil: null } : before;
  if (answer.kind === "read" || answer.kind === "absent")
    return applyReading(record, answer.kind === "read" ? answer.value : "absent", scene);
  const seconds = answer.kind === "busy" ? Math.min(answer.seconds, MOST_SECONDS) : 0;
  return applyProblem(record, { kind: answer.kind, seconds, isOver }, scene);
}

const DAY_MS = 24 * 60 * 60_000;
/** Longest wait that is taken from an answer. */
const MOST_SECONDS = 24 * 60 * 60;

function applyReading(
  record: WatchRecord,
  reading: TenantReading | "absent",
  scene: LookScene,
): Looked {
  const { catalogue, now, hours, fenceDays } = scene;
  const cases = casesOfSelection(catalogue, parseSelection(catalogue, record.selection) ?? []);
  const told = new Set(record.told);
  const { snapshot, findings } = findDrift(record, toMet(catalogue, cases, reading), {
    now,
    fenceAt: isFenced(catalogue, cases) ? record.fencedAt + fenceDays * DAY_MS : null,
    isTold: (one) => told.has(findingKey(one)),
  });
  const read: WatchRecord = {
    ...record,
    appName: reading === "absent" ? record.appName : reading.app.name,
    snapshot,
    findings,
    checkedAt: reading === "absent" ? now : reading.readAt,
    nextAt: nextLook(nameOf(record), hours, now),
    tries: 0,
    problem: null,
    problemSince: null,
  };
  const next =
    reading === "absent" || !snapshot ? read : { ...read, history: addLook(read, hours) };
  if (record.snoozedUntil !== null) return { record: next, news: [], isShown: false };
  const unsaid = findings.filter((one) => !told.has(findingKey(one))).map(({ kind }) => kind);
  const news = [...(record.problemTold === null ? [] : (["back"] as const)), ...unsaid];
  const heard = { ...next, problemTold: null, told: findings.map(findingKey) };
  return { record: ring(heard, news), news, isShown: true };
}

function ring(record: WatchRecord, news: readonly unknown[]): WatchRecord {
  return news.length === 0 ? record : { ...record, revision: record.revision + 1 };
}

function nameOf({ tenantId, clientId }: WatchRecord): string {
  return `${tenantId} ${clientId}`;
}

function toMet(
  catalogue: Catalogue,
  cases: readonly Case[],
  reading: TenantReading | "absent",
): Met {
  const isComparable = cases.length > 0;
  if (reading === "absent") return { report: "absent", isComparable };
  const report = compareGrants(catalogue, requirePermissions(catalogue, cases), reading);
  return { report, isComparable };
}

/** A set-up needs a fence around mailboxes where only Exchange can tell what its app reaches. */
function isFenced(catalogue: Catalogue, cases: readonly Case[]): boolean {
  return listMailboxChecks(catalogue, cases).length > 0;
}

const HOUR_MS = 60 * 60_000;

/** Looks right after each other that say the same are one. */
function addLook({ history, snapshot, checkedAt }: WatchRecord, hours: number) {
  if (!snapshot || checkedAt === null) return history;
  const look = { at: checkedAt, ...countRows(snapshot) };
  const last = history.at(-1);
  const isSame =
    last !== undefined &&
    look.at - last.at < (hours * HOUR_MS) / 2 &&
    JSON.stringify({ ...last, at: 0 }) === JSON.stringify({ ...look, at: 0 });
  return [...(isSame ? history.slice(0, -1) : history), look].slice(-MOST_LOOKS);
}

interface Problem {
  readonly kind: WatchProblem;
  /** Wait that was asked for. */
  readonly seconds: number;
  /** Whether a time of silence has just ended. */
  readonly isOver: boolean;
}

/** Nothing was read: it is tried again, and said once where it lasts or where people have to do something. */
function applyProblem(
  record: WatchRecord,
  { kind, seconds, isOver }: Problem,
  { now, hours }: LookScene,
): Looked {
  const tries = record.tries + 1;
  const problemSince = record.problemSince ?? now;
  const nextAt =
    kind === "not-connected"
      ? nextLook(nameOf(record), slower(hours), now)
      : Math.max(nextTry(tries, now), now + seconds * 1000);
  const next: WatchRecord = { ...record, problem: kind, problemSince, tries, nextAt };
  if (record.snoozedUntil !== null) return { record: next, news: [], isShown: false };
  const isLasting = kind === "not-connected" || now - problemSince >= DAY_MS;
  const isSaid =
    record.problemTold === kind || (record.problemTold !== null && kind !== "not-connected");
  if (!isLasting || isSaid) return { record: next, news: [], isShown: isOver };
  const news = ["problem"] as const;
  return { record: ring({ ...next, problemTold: kind }, news), news, isShown: true };
}

const SLOWEST_HOURS = 168;

/** Nothing changes until somebody consents again: it is asked half as often, and once a day at most. */
function slower(hours: number): number {
  return Math.min(Math.max(hours * 2, 24), Math.max(SLOWEST_HOURS, hours));
}
