import { z } from "zod";
import type { ConsentOutcome } from "../core/consent/index.ts";
import type { Clock, Log, Op, Person, Row, Store } from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";
import { isConflict } from "./conflict.ts";
import type { ConsentRecord } from "./consents/record.ts";
import { listRequests } from "./consents/requests.ts";

const Entry = z.strictObject({
  kind: z.enum(["answer", "check"]),
  /** Selection code. */
  code: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  conversationId: z.string().optional(),
});
type Entry = z.infer<typeof Entry>;

const Entries = z.strictObject({ entries: z.array(Entry).readonly() });

/** What somebody was answered: only what it takes to answer it again, never the answer itself. */
export type ResultNote = Omit<Entry, "at">;

/**
 * How a consent request stands: `open` until somebody comes back on a link, `checking` while the directory
 * is read, then the kind of its outcome. Texts for it are those of the outcome's card.
 */
export type ConsentState = "open" | "checking" | ConsentOutcome["kind"];

/** One of a person's latest results. */
export interface Result {
  /** Unique among the results of its person; for a consent the id of its request. */
  readonly id: string;
  readonly kind: "answer" | "check" | "consent";
  /** Selection code. */
  readonly code: string;
  /** Milliseconds since 1970: when it was last asked for. */
  readonly at: number;
  /** Null where nothing comes of it later. */
  readonly state: ConsentState | null;
  /** Where it was answered, if that is known. */
  readonly conversationId?: string;
}

/** What people were answered, for "My recent results". */
export interface Results {
  /** Keeps a result, the newest first; one that is there already moves up. A failure is logged, and no more. */
  note(person: Person, note: ResultNote): Promise<void>;
  /**
   * The latest results of a person, their consent requests among them, newest first, twenty at most.
   * @throws AppError ERR_STORE_FAILED
   */
  list(person: Person): Promise<readonly Result[]>;
  /** Forgets what was noted; consent requests have their own end. @throws AppError ERR_STORE_FAILED */
  forget(person: Person): Promise<void>;
}

/** What keeping results takes. */
export interface ResultsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

const MOST = 20;
const MOST_BYTES = 4096;
const MOST_TRIES = 4;

/** Keeps what a person was answered in one row, `result|<person>`. */
export function createResults(options: ResultsOptions): Results {
  return {
    note: (person, note) => noteSafely(options, person, note),
    list: (person) => list(options, person),
    forget: ({ tenantId, personId }) =>
      change(options, { tenantId, rk: toKey(personId) }, () => []).then(() => undefined),
  };
}

/** Nobody misses an answer because it could not be noted. */
async function noteSafely(options: ResultsOptions, person: Person, note: ResultNote) {
  const { tenantId, personId } = person;
  const { kind, code, conversationId } = note;
  const at = options.clock.now();
  const entry = { kind, code, at, ...(conversationId !== undefined && { conversationId }) };
  try {
    await change(options, { tenantId, rk: toKey(personId) }, (before) => addEntry(entry, before));
  } catch (error) {
    options.log.warn("a result was not noted", { tenantId, personId, ...describeError(error) });
  }
}

/** What is too long for the row is left out, the older before the newer. */
function addEntry(entry: Entry, before: readonly Entry[]): readonly Entry[] {
  const others = before.filter(({ kind, code }) => kind !== entry.kind || code !== entry.code);
  const kept: Entry[] = [];
  for (const one of [entry, ...others].slice(0, MOST))
    if (bytesOf([...kept, one]) <= MOST_BYTES) kept.push(one);
  return kept;
}

function bytesOf(entries: readonly Entry[]): number {
  return Buffer.byteLength(JSON.stringify({ entries }));
}

/** Drops what was noted before a time. @returns how many results went */
export async function dropOldResults(
  { store }: Pick<ResultsOptions, "store">,
  { tenantId, rk }: { readonly tenantId: string; readonly rk: string },
  before: number,
): Promise<number> {
  let dropped = 0;
  await change({ store }, { tenantId, rk }, (entries) => {
    const kept = entries.filter(({ at }) => at >= before);
    dropped = entries.length - kept.length;
    return dropped === 0 ? undefined : kept;
  });
  return dropped;
}

type Place = { readonly tenantId: string; readonly rk: string };

/**
 * Changes a row under its tag, and deletes it when nothing is left. It leaves no audit line: it is what a
 * person looked at, not what was decided.
 * @param next gives the entries as they should stand, or undefined to leave them
 */
async function change(
  { store }: Pick<ResultsOptions, "store">,
  { tenantId, rk }: Place,
  next: (entries: readonly Entry[]) => readonly Entry[] | undefined,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const row = await store.get(tenantId, rk);
    const entries = next(readEntries(row));
    const ops = entries && toOps(row, rk, entries);
    if (!ops || ops.length === 0) return;
    try {
      return await store.commit(tenantId, ops);
    } catch (error) {
      if (!isConflict(error) || tries === MOST_TRIES) throw error;
    }
  }
}

function toOps(row: Row | undefined, rk: string, entries: readonly Entry[]): readonly Op[] {
  const value = { entries };
  if (!row) return entries.length === 0 ? [] : [{ op: "insert", rk, value }];
  return entries.length === 0
    ? [{ op: "delete", rk }]
    : [{ op: "replace", rk, value, etag: row.etag }];
}

/** What another version wrote and this one cannot read counts as nothing noted. */
function readEntries(row: Row | undefined): readonly Entry[] {
  return Entries.safeParse(row?.value).data?.entries ?? [];
}

async function list(
  options: ResultsOptions,
  { tenantId, personId }: Person,
): Promise<readonly Result[]> {
  const row = await options.store.get(tenantId, toKey(personId));
  const results = readEntries(row).map(toResult);
  for await (const record of listRequests(options, tenantId, personId))
    results.push(toConsentResult(record));
  return results.sort((one, other) => other.at - one.at).slice(0, MOST);
}

function toResult(entry: Entry): Result {
  return { id: `${entry.kind}:${entry.code}`, ...entry, state: null };
}

function toConsentResult(record: ConsentRecord): Result {
  const { id, selection: code, openedAt: at, outcome, links, card } = record;
  const isChecking = links.some(({ status }) => status === "checking");
  const state = outcome?.kind ?? (isChecking ? "checking" : "open");
  return { id, kind: "consent", code, at, state, conversationId: card.conversationId };
}

function toKey(personId: string): string {
  return `result|${personId}`;
}
