import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import type { Clock, Ids, Row as KeptRow, Person, Seal, Store } from "../../ports/index.ts";
import { isConflict } from "../conflict.ts";

/** Questions that wait until their person has signed in. */
export interface Pendings {
  /**
   * Keeps a question, sealed, for so many milliseconds; of more than five of a person the one goes that ends
   * first.
   * @returns the id under which it waits
   * @throws AppError ERR_ACTION_INPUT for one that is too long to wait
   */
  hold(person: Person, question: object, milliseconds: number): Promise<string>;
  /** Reads a question and leaves it where it is; undefined where {@link take} would be. */
  peek(person: Person, id: string): Promise<unknown>;
  /** The id of the question of a person that waits longest from now on; undefined where none waits. */
  newest(person: Person): Promise<string | undefined>;
  /** Takes a question; undefined for everybody but the first who asks, and once its time is over. */
  take(person: Person, id: string): Promise<unknown>;
  /** Forgets all that waits for a person. */
  forget(person: Person): Promise<void>;
}

/** What pendings are made of. */
export interface PendingsOptions {
  readonly store: Store;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly ids: Ids;
}

const Row = z.strictObject({
  /** Milliseconds since 1970. */
  until: z.number(),
  sealed: z.string(),
});
type Row = z.infer<typeof Row>;

/** Keeps them in rows `pending|<person>|<id>` of the tenant, five for each person. */
export function createPendings(options: PendingsOptions): Pendings {
  const { store, seal, clock, ids } = options;
  return {
    hold: async (person, question, milliseconds) => {
      const id = ids.next();
      const sealed = seal.seal(purposeOf(person, id), question);
      if (sealed.length > MOST_CHARACTERS)
        throw new AppError("ERR_ACTION_INPUT", "a question is too long to wait");
      await makeRoom(options, person);
      const value: Row = { until: clock.now() + milliseconds, sealed };
      await store.commit(person.tenantId, [{ op: "insert", rk: toKey(person, id), value }]);
      return id;
    },
    peek: async (person, id) => {
      const row = await find(options, person, id);
      return row && seal.open(purposeOf(person, id), row.sealed);
    },
    newest: async (person) => {
      const rows = await listOf(store, person);
      const last = rows
        .filter((row) => endOf(row) > clock.now())
        .toSorted(byEnd)
        .at(-1);
      return last?.rk.split("|").at(-1);
    },
    take: async (person, id) => {
      const row = await find(options, person, id);
      if (!row) return undefined;
      const isFirst = await settle(
        store.commit(person.tenantId, [{ op: "delete", rk: toKey(person, id) }]),
      );
      return isFirst ? seal.open(purposeOf(person, id), row.sealed) : undefined;
    },
    forget: (person) => forget(options, person),
  };
}

async function find({ store, clock }: PendingsOptions, person: Person, id: string) {
  if (!/^[\w-]{1,100}$/.test(id)) return undefined;
  const found = await store.get(person.tenantId, toKey(person, id));
  const row = Row.safeParse(found?.value).data;
  return row && row.until > clock.now() ? row : undefined;
}

async function forget({ store }: PendingsOptions, { tenantId, personId }: Person): Promise<void> {
  for (const { rk } of await listOf(store, { tenantId, personId }))
    await settle(store.commit(tenantId, [{ op: "delete", rk }]));
}

/** Questions of one person that may wait at once: more than that nobody comes back to. */
const MOST = 5;
/** Characters of a sealed question; the seal opens somewhat longer ones. */
const MOST_CHARACTERS = 96 * 1024;

function listOf(store: Store, { tenantId, personId }: Person) {
  const from = `pending|${personId}|`;
  return store.list(tenantId, { from, to: `${from}~` });
}

function endOf({ value }: KeptRow): number {
  return Row.safeParse(value).data?.until ?? 0;
}

function byEnd(one: KeptRow, other: KeptRow): number {
  return endOf(one) - endOf(other);
}

/** The question that ends first goes where there are too many. */
async function makeRoom({ store }: PendingsOptions, person: Person): Promise<void> {
  const rows = await listOf(store, person);
  for (const { rk } of rows.toSorted(byEnd).slice(0, Math.max(0, rows.length - MOST + 1)))
    await settle(store.commit(person.tenantId, [{ op: "delete", rk }]));
}

/** @returns false when somebody else was first */
async function settle(commit: Promise<void>): Promise<boolean> {
  try {
    await commit;
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

function toKey({ personId }: Person, id: string): string {
  return `pending|${personId}|${id}`;
}

function purposeOf({ tenantId, personId }: Person, id: string): string {
  return `pending question|${tenantId}|${personId}|${id}`;
}
