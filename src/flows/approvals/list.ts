import { type ApprovalRequest, isOpen } from "../../core/approval/index.ts";
import type { ApprovalFilter } from "./approvals.ts";
import type { ApprovalsOptions } from "./options.ts";
import { listPrefix, livePrefix } from "./record.ts";
import { listNamed } from "./rows.ts";

const MOST = 50;

/** Lists requests, the newest first. Those that are open are read by themselves: they are few. */
export async function listApprovals(
  options: Pick<ApprovalsOptions, "store" | "log">,
  tenantId: string,
  { requesterId, isOpen: onlyOpen = false, limit = MOST }: ApprovalFilter,
): Promise<readonly ApprovalRequest[]> {
  const isAny = requesterId === undefined && onlyOpen;
  const prefix = isAny ? livePrefix() : listPrefix(requesterId);
  const listed: ApprovalRequest[] = [];
  for await (const request of listNamed(options, tenantId, prefix)) {
    if (onlyOpen && !isOpen(request)) continue;
    listed.push(request);
    if (listed.length === limit && !isAny) break;
  }
  return listed.sort((one, other) => other.askedAt - one.askedAt).slice(0, limit);
}
