import { answerAsked } from "../answer-asked.ts";
import { say } from "../reply.ts";
import type { Command } from "../route.ts";

/** Opens the consent form. What was typed stands in its inputs, where the person can see it, and in no link. */
export const consent: Command = {
  name: "consent",
  action: "consent",
  who: "anyone",
  scope: null,
  isInMenu: true,
  run: (turn, question, tools) => {
    const identifiers = { tenant: turn.tenantId, ...question.identifiers };
    return say(answerAsked(turn, { ...question, identifiers }, tools));
  },
};
