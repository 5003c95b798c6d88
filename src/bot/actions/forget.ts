import { z } from "zod";
import { drawForget } from "../../core/view/index.ts";
import { toPerson } from "../gate.ts";
import { replace, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";

/** Forgets everything about whoever presses, once they have been asked; the audit log stays. */
export const forget = defineAction({
  verb: "forget",
  who: "anyone",
  scope: null,
  input: z.strictObject({ answer: z.enum(["delete", "keep"]) }),
  run: async (turn, { answer }, tools) => {
    if (answer === "delete") await tools.forget(toPerson(turn));
    const view = drawForget(tools.world, turn.language, answer === "delete" ? "deleted" : "kept");
    // Others who read the question have data of their own to decide about.
    return isAlone(turn) ? replace(view) : show(view);
  },
});
