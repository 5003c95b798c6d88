import { z } from "zod";
import { parseSelection } from "../../core/advisor/index.ts";
import { drawRequestGone } from "../../core/view/index.ts";
import { drawFor, drawObstacle } from "../decide-request.ts";
import { say, show } from "../reply.ts";
import { stepToRequest } from "../request-steps.ts";
import { defineAction } from "../route.ts";
import { isAlone, personOf } from "../turn.ts";
import { RequestId } from "./request-fields.ts";

/** Opens the form with what was asked before, for whoever asked. */
export const requestAgain = defineAction({
  verb: "request-again",
  who: "member",
  scope: null,
  input: z.strictObject({ request: RequestId }),
  run: async (turn, { request: id }, tools) => {
    const { approvals, world, clock } = tools;
    const request = await approvals.find(turn.tenantId, id);
    if (!request) return show(drawRequestGone(world, turn.language));
    if (request.requester.id !== personOf(turn))
      return show(await drawObstacle(turn, request, "not-requester", tools));
    const selection = parseSelection(world.catalogue, request.selection) ?? [];
    const { comment, wantedUntil, app } = request;
    const isAhead = wantedUntil !== null && wantedUntil > clock.now();
    const until = isAhead ? new Date(wantedUntil).toISOString().slice(0, 10) : "";
    const wish = { selection, app: app.clientId, comment, until, isForm: true };
    const view = await stepToRequest(turn, wish, tools);
    // The card stays with the request that ended.
    const shown = view ?? drawFor(turn, request, "requester", tools);
    return isAlone(turn) ? say(shown) : show(shown);
  },
});
