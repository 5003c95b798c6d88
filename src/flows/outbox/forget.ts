import type { Person, Store } from "../../ports/index.ts";
import { isConflict } from "../conflict.ts";
import { listRows } from "../list-rows.ts";
import { aboutOf, DEAD, WAITING } from "./rows.ts";

/** Deletes letters that name a person in what they are about, whether they wait or were given up. */
export async function forgetLetters(
  { store }: { readonly store: Store },
  { tenantId, personId }: Person,
): Promise<number> {
  let forgotten = 0;
  for (const prefix of [WAITING, DEAD])
    for await (const row of listRows({ store }, tenantId, prefix))
      if (Object.values(aboutOf(row)).includes(personId))
        forgotten += Number(await dropLetter(store, tenantId, row.rk));
  return forgotten;
}

/**
 * Deletes letters that were given up before a time, the oldest first: nobody sends them again any more.
 * @param before milliseconds since 1970
 * @returns how many
 */
export async function dropOldDead(
  { store }: { readonly store: Store },
  tenantId: string,
  before: number,
): Promise<number> {
  const end = `${DEAD}${new Date(before).toISOString()}|~`;
  let dropped = 0;
  for await (const { rk } of listRows({ store }, tenantId, DEAD, end))
    dropped += Number(await dropLetter(store, tenantId, rk));
  return dropped;
}

async function dropLetter(store: Store, tenantId: string, rk: string): Promise<boolean> {
  try {
    await store.commit(tenantId, [{ op: "delete", rk }]);
    return true;
  } catch (error) {
    // Somebody else has ended it meanwhile.
    if (!isConflict(error)) throw error;
    return false;
  }
}
