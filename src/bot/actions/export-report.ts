import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { EXPORT_FORMATS } from "../../core/export/index.ts";
import { isGuid } from "../../core/guid.ts";
import { stepToExport } from "../export-steps.ts";
import { sayTo } from "../reply.ts";
import { replyWithExport } from "../reply-with-export.ts";
import { defineAction } from "../route.ts";
import { readReport } from "../verify-steps.ts";
import { Code, readSelection } from "./selection.ts";

const Format = z.enum(EXPORT_FORMATS.map(({ id }) => id)).optional();

/** The same for what was found out about an app: read anew, and shown to the person alone. */
export const exportReport = defineAction({
  verb: "export-report",
  who: "member",
  scope: "verification",
  input: z.strictObject({ s: Code, clientId: z.string().refine(isGuid), format: Format }),
  run: async (turn, { s, clientId, format }, tools) => {
    const selection = readSelection(tools.world, s);
    const source = await readReport(turn, { selection, clientId }, tools);
    if ("view" in source) return sayTo(turn, source.view);
    const step = stepToExport(turn, { selection, source, format }, tools);
    if (!step) throw new AppError("ERR_ACTION_INPUT", "a card sent a set-up that leads to no case");
    return replyWithExport(turn, step, format);
  },
});
