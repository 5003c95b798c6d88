import { z } from "zod";
import { drawRequestGone } from "../../core/view/index.ts";
import { drawFor, findRole } from "../decide-request.ts";
import { show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { RequestId } from "./request-fields.ts";

/**
 * A request as it is for whoever looks at it. Clients ask by themselves for a view of the person's own, so
 * nobody is asked to sign in here.
 */
export const requestShow = defineAction({
  verb: "request-show",
  who: "member",
  scope: null,
  input: z.strictObject({ request: RequestId }),
  run: async (turn, { request: id }, tools) => {
    const request = await tools.approvals.find(turn.tenantId, id);
    if (!request) return show(drawRequestGone(tools.world, turn.language));
    return show(drawFor(turn, request, await findRole(turn, request, tools), tools));
  },
});
