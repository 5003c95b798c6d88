import { type ApprovalRequest, isOpen } from "../../core/approval/index.ts";
import type { Op, Row } from "../../ports/index.ts";
import { dueRowKey } from "../agenda/index.ts";
import { commitQuietly } from "../commit-quietly.ts";
import { changeByEvent, expire } from "./decide.ts";
import { toLetter, toMail } from "./letters.ts";
import { look } from "./look.ts";
import type { ApprovalsOptions } from "./options.ts";
import { approvalKey, Named, timeKey } from "./record.ts";
import { dropIndexes, type Found, readApproval } from "./rows.ts";

/** Does what a request waits for at a time: a look, its end, a reminder. Each of them moves its row. */
export async function meetDue(
  options: ApprovalsOptions,
  tenantId: string,
  row: Row,
): Promise<void> {
  const found = await findDue(options, tenantId, row);
  if (!found) return;
  const { request, lookAt } = found.record;
  const now = options.clock.now();
  const isLate = now >= request.expiresAt;
  const isApproved = request.state === "approved";
  // Consent may have been given where nobody told us: the directory has the say before the clock has.
  const isLooked = (lookAt !== null && now >= lookAt) || (isApproved && isOpen(request));
  const seen = isLooked ? await look(options, request) : request;
  if (!seen || !isOpen(seen)) return;
  if (isLate) await expire(options, seen);
  else if (seen.remindAt !== null && now >= seen.remindAt) await remind(options, seen);
}

/** Reminds those who have not decided, or who have approved and not consented. */
async function remind(options: ApprovalsOptions, request: ApprovalRequest): Promise<void> {
  const { tenantId, id, events } = request;
  const { settings } = await options.settings.read(tenantId);
  const event = () => ({ kind: "reminded", at: options.clock.now() }) as const;
  await changeByEvent(options, { tenantId, id }, event, [
    toLetter({ kind: "summon", request: id, event: events.length }),
    ...(settings.mail.isOn ? [toMail(request, "reminded")] : []),
  ]);
}

/** The request of a row, where the row is that request's own; another row is mended. */
async function findDue(
  options: ApprovalsOptions,
  tenantId: string,
  row: Row,
): Promise<Found | undefined> {
  const id = Named.safeParse(row.value).data?.id ?? "";
  const found = await readApproval(options, tenantId, id);
  if (found && timeKey(found.record) === row.rk) return found;
  await commitQuietly(options, tenantId, () => mend(options, { tenantId, id, rk: row.rk }));
  return undefined;
}

/** Time after which a request is looked at again that this version cannot read, in milliseconds. */
const UNREADABLE_MS = 60 * 60_000;

interface Stray {
  readonly tenantId: string;
  readonly id: string;
  readonly rk: string;
}

/** A row that is nobody's goes; what another version wrote waits for that version. */
async function mend(options: ApprovalsOptions, { tenantId, id, rk }: Stray): Promise<Op[]> {
  const { store, clock } = options;
  const found = await readApproval(options, tenantId, id);
  const own = found && timeKey(found.record);
  if (own === rk) return [];
  const gone = await dropIndexes(store, tenantId, [rk]);
  if (own) return [...gone, { op: "put", rk: own, value: { id } }];
  if (!(await store.get(tenantId, approvalKey(id)))) return gone;
  const later = dueRowKey("approval", id, clock.now() + UNREADABLE_MS);
  return [...gone, { op: "put", rk: later, value: { id } }];
}
