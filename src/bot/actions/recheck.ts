import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { Code } from "./selection.ts";

/** Reads the directory again for a consent request, and draws its card anew. */
export const recheck = defineAction({
  verb: "recheck",
  who: "anyone",
  scope: null,
  input: z.strictObject({ s: Code, request: z.string().min(1).max(100) }),
  run: async (turn, { request }, { consents }) => {
    const checked = await consents.recheck(turn.tenantId, request);
    if (!checked) throw new AppError("ERR_ACTION_INPUT", "a consent request is not known any more");
    return replace(checked.view);
  },
});
