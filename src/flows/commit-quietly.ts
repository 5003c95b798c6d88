import type { Op, Store } from "../ports/index.ts";
import { isConflict } from "./conflict.ts";

const MOST_TRIES = 8;

/**
 * Commits what people need not answer for, without a line in the audit log; asked again after a conflict.
 * @param decide gives the changes, or undefined when there is nothing to do
 * @throws AppError ERR_STORE_CONFLICT after eight conflicts, ERR_STORE_FAILED
 */
export async function commitQuietly(
  { store }: { readonly store: Pick<Store, "commit"> },
  tenantId: string,
  decide: () => Promise<readonly Op[] | undefined>,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const ops = await decide();
    if (!ops || ops.length === 0) return;
    try {
      return await store.commit(tenantId, ops);
    } catch (error) {
      if (!isConflict(error) || tries === MOST_TRIES) throw error;
    }
  }
}
