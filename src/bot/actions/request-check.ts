import { z } from "zod";
import { parseSelection } from "../../core/advisor/index.ts";
import { drawRequestGone } from "../../core/view/index.ts";
import { drawFor, findRole } from "../decide-request.ts";
import { say, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";
import { stepToReport } from "../verify-steps.ts";
import { RequestId } from "./request-fields.ts";

/** Looks at the directory for a request, and says what is granted, to the person alone. */
export const requestCheck = defineAction({
  verb: "request-check",
  who: "member",
  scope: "verification",
  input: z.strictObject({ request: RequestId }),
  run: async (turn, { request: id }, tools) => {
    const { approvals, world } = tools;
    const request = await approvals.look(turn.tenantId, id);
    if (!request) return show(drawRequestGone(world, turn.language));
    const selection = parseSelection(world.catalogue, request.selection) ?? [];
    const report = await stepToReport(turn, { selection, app: request.app.clientId }, tools);
    // Of a set-up that the catalogue does not know any more there is only the request to show.
    const view = report ?? drawFor(turn, request, await findRole(turn, request, tools), tools);
    const result = { kind: "check", code: request.selection } as const;
    return { ...(isAlone(turn) ? say(view) : show(view)), ...(report && { result }) };
  },
});
