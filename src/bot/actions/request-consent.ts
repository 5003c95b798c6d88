import { z } from "zod";
import { drawRequestGone } from "../../core/view/index.ts";
import { stepToApprovedConsent } from "../consent-approved.ts";
import { drawObstacle } from "../decide-request.ts";
import { show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { personOf } from "../turn.ts";
import { RequestId } from "./request-fields.ts";

/** Opens the consent of an approved request again, for an approver alone. */
export const requestConsent = defineAction({
  verb: "request-consent",
  who: "approver",
  scope: null,
  input: z.strictObject({ request: RequestId }),
  run: async (turn, { request: id }, tools) => {
    const request = await tools.approvals.find(turn.tenantId, id);
    if (!request) return show(drawRequestGone(tools.world, turn.language));
    const isOwn = request.requester.id === personOf(turn);
    if (isOwn || request.state !== "approved")
      return show(await drawObstacle(turn, request, isOwn ? "own" : "ended", tools));
    return stepToApprovedConsent(turn, request, tools);
  },
});
