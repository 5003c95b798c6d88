import { findExportFormat } from "../../core/export/index.ts";
import { answerAsked } from "../answer-asked.ts";
import { stepToExport, toAnswerSource } from "../export-steps.ts";
import { sayTo } from "../reply.ts";
import { replyWithExport } from "../reply-with-export.ts";
import type { Command } from "../route.ts";

/** Writes an answer as a file or script, in the format that the text names, or offers all of them. */
export const exportResult: Command = {
  name: "export",
  action: "export",
  who: "anyone",
  scope: null,
  isInMenu: true,
  run: (turn, question, tools) => {
    const { selection, kind } = question;
    const format = findExportFormat(turn.text)?.id;
    const source = toAnswerSource(selection);
    const isOpen = kind === "clarify" || selection.length === 0;
    const step = isOpen ? undefined : stepToExport(turn, { selection, source, format }, tools);
    // Asking keeps what the next sentence refers to, so it is done for what is shown as well.
    const view = answerAsked(question, tools);
    return step ? replyWithExport(turn, step, format) : sayTo(turn, view);
  },
};
