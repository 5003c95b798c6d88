import { z } from "zod";
import { LANGUAGES } from "../core/local-text.ts";
import { drawError, type World } from "../core/view/index.ts";
import type { Clock, Courier, Ids, Log, Op, Person, Row, Store } from "../ports/index.ts";
import { describeError } from "../telemetry/index.ts";
import { type DueHandler, dueRowKey } from "./agenda/index.ts";
import { isConflict } from "./conflict.ts";
import { listRows } from "./list-rows.ts";

const Promised = z.strictObject({
  personId: z.string(),
  /** Where the message stands that says that the answer takes longer. */
  conversationId: z.string(),
  /** Empty where a button was pressed: then no message says so. */
  activityId: z.string(),
  /** Of a message for one person alone: the id of that person for the bot. */
  targetedTo: z.string().optional(),
  language: z.enum(LANGUAGES),
  correlationId: z.string(),
});

/** An answer that somebody was told to wait for. */
export type Promised = z.infer<typeof Promised> & Pick<Person, "tenantId">;

const Kept = Promised.extend({ id: z.string(), tries: z.number() });
type Kept = z.infer<typeof Kept>;

/** What becomes of one promise. What the store does not take is logged, and keeps no answer back. */
export interface LateAnswer {
  /** The answer is there and about to be brought: nobody else says that it ended. */
  bring(): Promise<void>;
  /** It has been brought. */
  end(): Promise<void>;
}

/** Answers that come after their turn: a process that is killed leaves nobody waiting for one. */
export interface LateAnswers {
  promise(promised: Promised): Promise<LateAnswer>;
  /** Says where the promise stands that nothing comes of it any more. */
  readonly meetDue: DueHandler;
  /** Forgets what was promised to a person. @throws AppError ERR_STORE_FAILED */
  forget(person: Person): Promise<void>;
}

/** What late answers work with. */
export interface LateAnswersOptions {
  readonly world: World;
  readonly store: Store;
  readonly courier: Pick<Courier, "update" | "tell">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Kind of the due rows. */
const KIND = "answer";
/** Longer than what a turn begins takes; an answer that comes later still takes its place. */
const PROMISED_MS = 2 * 60_000;
/** Time for whoever brings something, before somebody else takes it up. */
const BRING_MS = 60_000;
const MOST_TRIES = 5;

/** Keeps each promise in a row `due|<deadline>|answer|<id>`, from the message that makes it to the answer. */
export function createLateAnswers(options: LateAnswersOptions): LateAnswers {
  const { clock, ids } = options;
  return {
    promise: async ({ tenantId, ...promised }) => {
      const kept = { ...promised, id: ids.next(), tries: 0 };
      let at = clock.now() + PROMISED_MS;
      await safely(options, tenantId, [toOp(kept, at)]);
      return {
        bring: async () => {
          const later = clock.now() + BRING_MS;
          if (await safely(options, tenantId, [toDrop(kept, at), toOp(kept, later)])) at = later;
        },
        end: async () => {
          await safely(options, tenantId, [toDrop(kept, at)]);
        },
      };
    },
    meetDue: (tenantId, row) => meet(options, tenantId, row),
    forget: (person) => forget(options, person),
  };
}

function toOp(kept: Kept, at: number): Op {
  return { op: "insert", rk: dueRowKey(KIND, kept.id, at), value: kept };
}

function toDrop({ id }: Kept, at: number): Op {
  return { op: "delete", rk: dueRowKey(KIND, id, at) };
}

/** @returns false where somebody else has the promise, or the store does not answer */
async function safely({ store, log }: LateAnswersOptions, tenantId: string, ops: readonly Op[]) {
  try {
    await store.commit(tenantId, ops);
    return true;
  } catch (error) {
    if (!isConflict(error))
      log.warn("a late answer was not noted", { tenantId, ...describeError(error) });
    return false;
  }
}

/** Moves the row first: of all who find it one goes on, and another takes it up if that one ends too. */
async function meet(options: LateAnswersOptions, tenantId: string, row: Row): Promise<void> {
  const { store, clock, log } = options;
  const kept = Kept.safeParse(row.value).data;
  const isLast = !kept || kept.tries >= MOST_TRIES;
  const at = clock.now() + BRING_MS;
  const isRepeatable = kept !== undefined && kept.activityId !== "" && !isLast;
  const next = isRepeatable ? [toOp({ ...kept, tries: kept.tries + 1 }, at)] : [];
  if (!(await isMine(store.commit(tenantId, [{ op: "delete", rk: row.rk }, ...next])))) return;
  if (isLast) return log.warn("a broken answer was not told", { tenantId });
  const isTold = await tell(options, tenantId, kept);
  log.warn("a broken answer", { tenantId, correlationId: kept.correlationId, isTold });
  if (isTold && isRepeatable) await isMine(store.commit(tenantId, [toDrop(kept, at)]));
}

/** @returns false where somebody else was first */
async function isMine(commit: Promise<void>): Promise<boolean> {
  try {
    await commit;
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

function tell({ world, courier }: LateAnswersOptions, tenantId: string, kept: Kept) {
  const { correlationId, language, conversationId, activityId, targetedTo, personId } = kept;
  const view = drawError(world, language, { code: "ERR_TURN_ENDED", correlationId });
  if (activityId === "") return courier.tell({ tenantId, personId }, view, "card");
  return courier.update({ tenantId, conversationId, activityId, targetedTo }, view);
}

async function forget({ store }: LateAnswersOptions, { tenantId, personId }: Person) {
  for await (const { rk, value } of listRows({ store }, tenantId, "due|")) {
    const isTheirs = rk.includes(`|${KIND}|`) && Kept.safeParse(value).data?.personId === personId;
    if (isTheirs) await isMine(store.commit(tenantId, [{ op: "delete", rk }]));
  }
}
