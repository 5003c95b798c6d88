import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { replace, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";
import { Code } from "./selection.ts";

/** Reads the directory again for a consent request, and draws its card anew. */
export const recheck = defineAction({
  verb: "recheck",
  who: "member",
  scope: null,
  keepsRequest: true,
  input: z.strictObject({ s: Code, request: z.string().regex(/^[\w-]{1,100}$/) }),
  run: async (turn, { request }, { consents }) => {
    const checked = await consents.recheck(turn.tenantId, request);
    if (!checked) throw new AppError("ERR_ACTION_INPUT", "a consent request is not known any more");
    // The card of several people says only what all of them may read.
    return isAlone(turn) || checked.isShared ? replace(checked.view) : show(checked.view);
  },
});
