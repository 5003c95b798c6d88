import { answerAsked } from "../answer-asked.ts";
import { drawForm } from "../consent-steps.ts";
import { sayTo } from "../reply.ts";
import type { Command } from "../route.ts";

/** Opens the consent form. What was typed stands in its inputs, where the person can see it, and in no link. */
export const consent: Command = {
  name: "consent",
  action: "consent",
  who: "member",
  scope: null,
  isInMenu: true,
  run: async (turn, question, tools) => {
    const { selection, identifiers } = question;
    const { tenant, clientId: app } = identifiers;
    const isOpen = question.kind === "clarify" || selection.length === 0;
    const form = isOpen ? undefined : await drawForm(turn, { selection, tenant, app }, tools, {});
    return sayTo(turn, form ?? answerAsked(question, tools));
  },
};
