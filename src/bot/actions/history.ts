import { z } from "zod";
import { HISTORY_LISTS } from "../../core/view/index.ts";
import { drawHistoryPage } from "../history-steps.ts";
import { replace, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";

/** Turns a page of the history, or opens another of its lists. */
export const history = defineAction({
  verb: "history",
  who: "member",
  scope: null,
  input: z.strictObject({
    list: z.enum(HISTORY_LISTS),
    page: z.string().regex(/^\d{1,2}$/),
  }),
  run: async (turn, { list, page }, tools) => {
    const isForApprovers = list === "decide" || list === "decided";
    const entry = isForApprovers ? await tools.enter({ who: "approver", scope: null }) : undefined;
    if (entry?.kind === "closed") return entry.reply;
    const view = await drawHistoryPage(turn, { list, page: Number(page) }, tools);
    return isAlone(turn) ? replace(view) : show(view);
  },
});
