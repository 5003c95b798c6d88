import type { ApprovalRequest } from "../../core/approval/index.ts";
import type { Op } from "../../ports/index.ts";
import { describeError } from "../../telemetry/index.ts";
import { commitQuietly } from "../commit-quietly.ts";
import { listRows } from "../list-rows.ts";
import { dropCardOps } from "./cards.ts";
import { listCards } from "./letters.ts";
import { approvalKey, ENDED, listKeys, liveKey, Named, timeKey } from "./record.ts";
import { dropIndexes, type RowsOptions, readApproval } from "./rows.ts";

/**
 * Deletes requests that ended before a time, the oldest first, each with an audit line.
 * @param before milliseconds since 1970
 * @returns how many
 */
export async function dropEndedApprovals(
  options: Omit<RowsOptions, "letters">,
  tenantId: string,
  before: number,
): Promise<number> {
  const end = `${ENDED}${new Date(before).toISOString()}|~`;
  let dropped = 0;
  for await (const { rk, value } of listRows(options, tenantId, ENDED)) {
    if (rk >= end) break;
    const id = Named.safeParse(value).data?.id ?? "";
    dropped += await dropSafely(options, { tenantId, id, rk });
  }
  return dropped;
}

interface Ended {
  readonly tenantId: string;
  readonly id: string;
  readonly rk: string;
}

/** One request that breaks must not keep the others. */
async function dropSafely(options: Omit<RowsOptions, "letters">, ended: Ended): Promise<number> {
  try {
    return Number(await drop(options, ended));
  } catch (error) {
    const { tenantId, rk } = ended;
    options.log.error("an ended request broke", { tenantId, row: rk, ...describeError(error) });
    return 0;
  }
}

async function drop(
  options: Omit<RowsOptions, "letters">,
  { tenantId, id, rk }: Ended,
): Promise<boolean> {
  const { store } = options;
  const isOwn = async () => {
    const found = await readApproval(options, tenantId, id);
    return found && timeKey(found.record) === rk ? found.record.request : undefined;
  };
  const first = await isOwn();
  if (!first) {
    const isKept = (await store.get(tenantId, approvalKey(id))) !== undefined;
    // What another version wrote waits for that version; a row that is nobody's goes.
    if (!isKept || (await readApproval(options, tenantId, id)))
      await commitQuietly(options, tenantId, () => dropIndexes(store, tenantId, [rk]));
    return false;
  }
  await dropAllCards(options, first);
  const entry = { verb: "approval.ended", actor: "system", object: `approval:${id}` };
  return options.ledger.record(tenantId, entry, async () => {
    const request = await isOwn();
    return request && dropIndexes(store, tenantId, [rk, ...keysOf(request)]);
  });
}

function keysOf(request: ApprovalRequest): readonly string[] {
  return [approvalKey(request.id), liveKey(request), ...listKeys(request)];
}

/** Each card on its own: there may be more than a commit takes. */
async function dropAllCards(
  options: Pick<RowsOptions, "store">,
  request: ApprovalRequest,
): Promise<void> {
  for await (const card of listCards(options, request))
    await commitQuietly(
      options,
      request.tenantId,
      (): Promise<Op[]> => dropCardOps(options, request, card),
    );
}
