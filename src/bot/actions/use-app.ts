import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { isSealedFor } from "../card-token.ts";
import { drawPreview, subjectOf } from "../consent-steps.ts";
import { replace, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";
import { Code, readSelection } from "./selection.ts";

/** Takes a person's word that an app nobody could prove is the right one, and goes on with its link. */
export const useApp = defineAction({
  verb: "use-app",
  who: "member",
  scope: null,
  keepsRequest: true,
  input: z.strictObject({
    s: Code,
    for: z.literal("consent"),
    clientId: z.guid().toLowerCase(),
    k: z.string().max(4000),
  }),
  run: async (turn, { s, clientId, k }, tools) => {
    const subject = subjectOf(s, clientId);
    if (!isSealedFor(turn, tools, { verb: "use-app", subject, k }))
      throw new AppError("ERR_ACTION_INPUT", "a confirmation was not sealed for this press");
    const selection = readSelection(tools.world, s);
    const found = await tools.apps.find(turn.tenantId, clientId);
    if (found.kind !== "known" && found.kind !== "unproved")
      throw new AppError("ERR_ACTION_INPUT", "a confirmed app may not be used any more");
    const proved = found.kind === "known" ? found : ({ ...found, kind: "confirmed" } as const);
    const view = await drawPreview(turn, { selection }, tools, proved);
    if (!view) throw new AppError("ERR_ACTION_INPUT", "a card sent a selection without a case");
    return isAlone(turn) ? replace(view) : show(view);
  },
});
