import type { ApprovalRequest } from "../core/approval/index.ts";
import { toTabLink } from "../core/teams-link.ts";
import { drawHistory, HISTORY_PAGE, type HistoryList, type View } from "../core/view/index.ts";
import { toPerson } from "./gate.ts";
import { isPerhapsApprover } from "./perhaps-approver.ts";
import type { Tools } from "./route.ts";
import { personOf, type Turn } from "./turn.ts";

/** Requests that are looked through at most; the tab has all of them. */
const MOST = 200;

/** A page of a person's history; the lists of approvers are for those who have entered as one. */
export async function drawHistoryPage(
  turn: Turn,
  { list, page }: { readonly list: HistoryList; readonly page: number },
  tools: Tools,
): Promise<View> {
  const { world, teamsAppId, results } = tools;
  const requests = await listRequests(turn, list, tools);
  const checks = list === "checks" ? await results.list(toPerson(turn)) : [];
  const total = requests.length + checks.length;
  const last = Math.max(0, Math.ceil(total / HISTORY_PAGE) - 1);
  const from = Math.min(page, last) * HISTORY_PAGE;
  return drawHistory(world, turn.language, {
    shown: list,
    isApprover: await isPerhapsApprover(turn, tools),
    requests: requests.slice(from, from + HISTORY_PAGE),
    results: checks.slice(from, from + HISTORY_PAGE),
    page: Math.min(page, last),
    total,
    tabLink:
      teamsAppId === null ? null : toTabLink(world.cloud.teamsBase, teamsAppId, { page: "home" }),
  });
}

async function listRequests(
  turn: Turn,
  list: HistoryList,
  { approvals }: Tools,
): Promise<readonly ApprovalRequest[]> {
  const { tenantId } = turn;
  switch (list) {
    case "checks":
      return [];
    case "mine":
      return approvals.list(tenantId, { requesterId: personOf(turn), limit: MOST });
    case "decide": {
      const open = await approvals.list(tenantId, { isOpen: true, limit: MOST });
      return open.filter(({ state }) => state === "pending");
    }
    case "decided": {
      const all = await approvals.list(tenantId, { limit: MOST });
      return all.filter(({ state }) => state !== "pending");
    }
    default:
      return list satisfies never;
  }
}
