import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { EXPORT_FORMATS } from "../../core/export/index.ts";
import { stepToExport, toAnswerSource } from "../export-steps.ts";
import { replyWithExport } from "../reply-with-export.ts";
import { defineAction } from "../route.ts";
import { Code, readSelection } from "./selection.ts";

const Format = z.enum(EXPORT_FORMATS.map(({ id }) => id)).optional();

/** Offers what an answer needs as a file, or writes it in the chosen format. */
export const exportAnswer = defineAction({
  verb: "export",
  who: "anyone",
  scope: null,
  input: z.strictObject({ s: Code, format: Format }),
  run: (turn, { s, format }, tools) => {
    const selection = readSelection(tools.world, s);
    const step = stepToExport(
      turn,
      { selection, source: toAnswerSource(selection), format },
      tools,
    );
    if (!step) throw new AppError("ERR_ACTION_INPUT", "a card sent a set-up that leads to no case");
    return replyWithExport(turn, step, format);
  },
});
