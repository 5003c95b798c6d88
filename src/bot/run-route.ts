import { describeError } from "../telemetry/index.ts";
import { enter, type GateOptions } from "./gate.ts";
import { openRecall } from "./recall.ts";
import type { Reply } from "./reply.ts";
import type { StandingTools, Tools } from "./route.ts";
import { type Found, findRoute } from "./router.ts";
import { runEntered } from "./run-entered.ts";
import type { Stand } from "./stand.ts";
import type { Turn } from "./turn.ts";

/** A turn before its route. */
export interface Running extends GateOptions {
  readonly stand: Stand;
  readonly turn: Turn;
}

/** Runs a route for those who may take it; for others, gives what to do first. */
export async function runRoute(running: Running, route: Found): Promise<Reply> {
  const { stand, turn } = running;
  const recall = await openRecall(running.tools.recalls, turn);
  const tools: Tools = {
    ...running.tools,
    recall,
    enter: (wanted) => enter({ ...running, reach: stand.reach }, wanted),
    goOn: (waiting) => {
      stand.narrow(waiting);
      return runRoute({ ...running, turn: waiting }, findRoute(waiting));
    },
    entered: undefined,
    visitor: undefined,
  };
  const reply = await runEntered(route, tools, (entered) => route.run(entered));
  await recall.keep();
  if (reply.mode === "replace" && !route.keepsRequest) await releaseCard(tools, turn);
  return reply;
}

/** The card shows something else now: what becomes of a request is not put there any more. */
export async function releaseCard(
  { consents, approvals, log }: Pick<StandingTools, "consents" | "approvals" | "log">,
  turn: Turn,
): Promise<void> {
  const { tenantId, conversationId, replyToId: activityId } = turn;
  if (activityId === undefined) return;
  try {
    const place = { tenantId, conversationId, activityId };
    await consents.release(place);
    await approvals.release(place);
  } catch (error) {
    log.warn("a card was not released", describeError(error));
  }
}
