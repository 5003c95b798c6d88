import { z } from "zod";
import type { Clock, Ids, Op, Row } from "../../ports/index.ts";
import type { Letter, Letters } from "./letter.ts";

/** Keys of letters that wait, and of those that were given up, start so. */
export const WAITING = "outbox|";
export const DEAD = "dead|";

const About = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const LetterRow = z.strictObject({
  topic: z.string(),
  about: About,
  lane: z.string(),
  isPing: z.boolean(),
  /** Milliseconds since 1970. */
  writtenAt: z.number(),
  /** Nobody takes it before: the next try, or the end of a claim. */
  at: z.number(),
  /** Id of the claim under which it is being delivered; null while nobody does. */
  by: z.string().nullable(),
  /** Tries that have begun. */
  tries: z.number(),
  /** Why the last try came to nothing. */
  why: z.string().nullable(),
});
/** A letter as it waits in row `outbox|<time>|<id>`. */
export type LetterRow = z.infer<typeof LetterRow>;

/** A letter with its row. */
export interface Waiting {
  readonly tenantId: string;
  readonly rk: string;
  readonly etag: string;
  readonly letter: LetterRow;
}

/** @returns undefined for what another version wrote */
export function parseLetter(tenantId: string, { rk, etag, value }: Row): Waiting | undefined {
  const letter = LetterRow.safeParse(value).data;
  return letter && { tenantId, rk, etag, letter };
}

const Laned = z.object({ lane: z.string() });

/** The lane of a row, whichever version wrote it. */
export function laneOf({ value }: Row): string | undefined {
  return Laned.safeParse(value).data?.lane;
}

const Concerning = z.object({ about: About });

/** What a row is about, dead or not. */
export function aboutOf({ value }: Row): Letter["about"] {
  return Concerning.safeParse(value).data?.about ?? {};
}

/** What is left of a letter that was given up, in row `dead|<time>|<id>`. */
export const DeadRow = LetterRow.omit({ at: true, by: true }).extend({
  why: z.string(),
  diedAt: z.number(),
});
export type DeadRow = z.infer<typeof DeadRow>;

export function deadOp({ rk, letter }: Waiting, why: string, diedAt: number): Op {
  const { at: _at, by: _by, ...rest } = letter;
  const value: DeadRow = { ...rest, why, diedAt };
  const [, , id = ""] = rk.split("|");
  return { op: "put", rk: `${DEAD}${new Date(diedAt).toISOString()}|${id}`, value };
}

/** Steps back of the clock that do not change the order of letters, in milliseconds. */
const STEP_BACK_MS = 60_000;

/**
 * Makes the rows of letters. Their keys sort as they were written by this process, also within a
 * millisecond and when the clock goes back a little; between processes their clocks say which came first.
 */
export function createLetters({ clock, ids }: { clock: Clock; ids: Ids }): Letters {
  let time = 0;
  let count = 0;
  const nextKey = (now: number) => {
    const isNew = now > time || time - now > STEP_BACK_MS;
    count = isNew ? 0 : count + 1;
    time = isNew ? now : time;
    const order = count.toString(36).padStart(5, "0");
    return `${WAITING}${new Date(time).toISOString()}|${order}.${ids.next()}`;
  };
  return {
    toOp: ({ topic, about, lane, isPing }: Letter) => {
      const now = clock.now();
      const letter = { topic, about, lane, isPing, writtenAt: now, at: now };
      const value: LetterRow = { ...letter, by: null, tries: 0, why: null };
      return { op: "insert", rk: nextKey(now), value };
    },
  };
}
