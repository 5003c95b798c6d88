import { z } from "zod";
import type { Op, Person, Store } from "../ports/index.ts";

/** Row of the administrator who decided last how the jobs run. */
export const STEWARD = "jobs|steward";
const Steward = z.strictObject({ personId: z.string() });

/** Remembers who decided how the jobs run, for the commit of that decision: they hear when the jobs stop. */
export function keepSteward(personId: string): Op {
  return { op: "put", rk: STEWARD, value: { personId } };
}

/** Who is to hear of the jobs of a tenant; undefined where nobody has decided anything. */
export async function findSteward(
  { store }: { readonly store: Pick<Store, "get"> },
  tenantId: string,
): Promise<string | undefined> {
  return Steward.safeParse((await store.get(tenantId, STEWARD))?.value).data?.personId;
}

/** Forgets them where it is that person. */
export async function forgetSteward(
  { store }: { readonly store: Store },
  { tenantId, personId }: Person,
): Promise<void> {
  if ((await findSteward({ store }, tenantId)) === personId)
    await store.commit(tenantId, [{ op: "delete", rk: STEWARD }]);
}
