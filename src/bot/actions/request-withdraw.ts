import { z } from "zod";
import { drawRequestGone } from "../../core/view/index.ts";
import { drawFor, drawObstacle } from "../decide-request.ts";
import { toPerson } from "../gate.ts";
import { show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { RequestId } from "./request-fields.ts";

/** Takes a request back; only whoever asked can. */
export const requestWithdraw = defineAction({
  verb: "request-withdraw",
  who: "member",
  scope: null,
  input: z.strictObject({ request: RequestId }),
  run: async (turn, { request: id }, tools) => {
    const outcome = await tools.approvals.withdraw(toPerson(turn), id);
    if (outcome.kind === "unknown") return show(drawRequestGone(tools.world, turn.language));
    const { request } = outcome;
    if (outcome.kind === "refused")
      return show(await drawObstacle(turn, request, outcome.why, tools));
    return show(drawFor(turn, request, "requester", tools, { kind: "withdrawn" }));
  },
});
