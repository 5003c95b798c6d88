import type { Clock, Ids, Store } from "../../ports/index.ts";
import { isConflict } from "../conflict.ts";
import { parseLetter, type Waiting } from "./rows.ts";

/** Time after which a claim is over, longer than any delivery takes, in milliseconds. */
export const CLAIM_MS = 120_000;

interface ClaimOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Takes a letter for this process, under the tag of its row, and counts the try before it begins: one that
 * takes the process down counts too.
 * @returns undefined where somebody else has it
 */
export async function claim(
  { store, clock, ids }: ClaimOptions,
  { tenantId, rk, etag, letter }: Waiting,
): Promise<Waiting | undefined> {
  const by = ids.next();
  const value = { ...letter, by, at: clock.now() + CLAIM_MS, tries: letter.tries + 1 };
  try {
    await store.commit(tenantId, [{ op: "replace", rk, value, etag }]);
    return { tenantId, rk, etag: "", letter: value };
  } catch (error) {
    if (!isConflict(error)) throw error;
    // The commit may have landed although its answer was lost.
    return readOwn({ store }, { tenantId, rk, etag, letter: value });
  }
}

/** The letter as it stands now. @returns undefined where it is gone, or somebody else has it */
export async function readOwn(
  { store }: Pick<ClaimOptions, "store">,
  { tenantId, rk, letter: { by } }: Waiting,
): Promise<Waiting | undefined> {
  const row = await store.get(tenantId, rk);
  const now = row && parseLetter(tenantId, row);
  return now?.letter.by === by ? now : undefined;
}
