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
