import { answerAsked } from "../answer-asked.ts";
import { sayTo } from "../reply.ts";
import type { Command } from "../route.ts";
import { isAlone } from "../turn.ts";
import { stepToReport } from "../verify-steps.ts";

/** Checks what is granted in a tenant. In a conversation of several it opens the form only. */
export const verify: Command = {
  name: "verify",
  action: "verify",
  who: "member",
  scope: "verification",
  isInMenu: true,
  run: async (turn, question, tools) => {
    const { selection, identifiers } = question;
    const app = isAlone(turn) ? identifiers.clientId : undefined;
    const isOpen = question.kind === "clarify" || selection.length === 0;
    const view = isOpen ? undefined : await stepToReport(turn, { selection, app }, tools);
    return sayTo(turn, view ?? answerAsked(question, tools));
  },
};
