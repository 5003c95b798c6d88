import { createHash } from "node:crypto";
import { z } from "zod";
import type { Clock, Op, Store } from "../ports/index.ts";
import { isConflict } from "./conflict.ts";

/** Lets things happen once, whichever replica they come to. */
export interface Once {
  /**
   * Takes a name for so many milliseconds, by one conditional insert: of all who ask, exactly one gets it.
   * @param beside what else is true from then on, for the one who gets it; rows of other keys
   * @returns true for that one
   * @throws AppError ERR_STORE_FAILED, and then nobody knows
   */
  claim(claim: Claim): Promise<boolean>;
  /**
   * Says that what a name was taken for is done; it stays taken for so many milliseconds.
   * @throws AppError ERR_STORE_FAILED
   */
  finish(claim: Omit<Claim, "beside" | "hasEnd">): Promise<void>;
  /**
   * Takes a name over that somebody has had for so many milliseconds without an end: their process is gone.
   * @returns true for one who asks
   * @throws AppError ERR_STORE_FAILED
   */
  takeOver(tenantId: string, name: string, milliseconds: number): Promise<boolean>;
  /** Whether a name is taken just now. @throws AppError ERR_STORE_FAILED */
  isTaken(tenantId: string, name: string): Promise<boolean>;
}

/** A name that somebody wants to take. */
export interface Claim {
  readonly tenantId: string;
  /** Unique with what it is for: `sign-in page:<id>`. Only its hash is kept. */
  readonly name: string;
  readonly milliseconds: number;
  /** Whether somebody will say that it is done. @default false */
  readonly hasEnd?: boolean;
  /** @default nothing */
  readonly beside?: readonly Op[];
}

/** What names are kept with. */
export interface OnceOptions {
  readonly store: Store;
  readonly clock: Clock;
}

/** Prefix of the rows; each has its end in `until`. */
export const ONCE = "once|";

/** Prefix of rows that know the newest press of a card, written beside a claim; each has its end in `until`. */
export const PRESS = "press|";

const Taken = z.object({
  /** Milliseconds since 1970. */
  until: z.number(),
  /** When it was taken by somebody who has not said yet that it is done. */
  openSince: z.number().optional(),
});

/** Keeps names in rows `once|<hash of the name>` of the tenant, until they are over and swept. */
export function createOnce(options: OnceOptions): Once {
  return {
    claim: (claim) => take(options, claim),
    finish: async ({ tenantId, name, milliseconds }) => {
      const value = { until: options.clock.now() + milliseconds };
      await options.store.commit(tenantId, [{ op: "put", rk: toKey(name), value }]);
    },
    takeOver: async (tenantId, name, milliseconds) => {
      const { until, openSince, etag } = await readTaken(options, tenantId, name);
      const isLeft = openSince !== undefined && options.clock.now() - openSince >= milliseconds;
      if (!isLeft || etag === undefined) return false;
      const op: Op = { op: "replace", rk: toKey(name), value: { until }, etag };
      return settle(options.store.commit(tenantId, [op]));
    },
    isTaken: async (tenantId, name) => (await readTaken(options, tenantId, name)).isTaken,
  };
}

async function take(options: OnceOptions, claim: Claim): Promise<boolean> {
  const { store, clock } = options;
  const { tenantId, name, milliseconds, hasEnd = false, beside = [] } = claim;
  const rk = toKey(name);
  const now = clock.now();
  const value = { until: now + milliseconds, ...(hasEnd && { openSince: now }) };
  const isWon = (op: Op) => settle(store.commit(tenantId, [op, ...beside]));
  if (await isWon({ op: "insert", rk, value })) return true;
  const { isTaken, etag } = await readTaken(options, tenantId, name);
  // What is over and not swept yet holds nobody up.
  return !isTaken && etag !== undefined && isWon({ op: "replace", rk, value, etag });
}

async function readTaken({ store, clock }: OnceOptions, tenantId: string, name: string) {
  const row = await store.get(tenantId, toKey(name));
  const { until = 0, openSince } = Taken.safeParse(row?.value).data ?? {};
  return { isTaken: until > clock.now(), until, openSince, etag: row?.etag };
}

async function settle(commit: Promise<void>): Promise<boolean> {
  try {
    await commit;
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

function toKey(name: string): string {
  return `${ONCE}${createHash("sha256").update(name).digest("base64url")}`;
}
