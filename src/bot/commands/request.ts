import { answerAsked } from "../answer-asked.ts";
import { say, show } from "../reply.ts";
import { stepToRequest } from "../request-steps.ts";
import type { Command } from "../route.ts";
import { isAlone } from "../turn.ts";

/** Opens the form of a request for approval, for the person alone. */
export const request: Command = {
  name: "request",
  action: "approve",
  who: "member",
  scope: null,
  isInMenu: true,
  run: async (turn, question, tools) => {
    const { selection, identifiers, kind } = question;
    const isOpen = kind === "clarify" || selection.length === 0;
    const wish = { selection, app: identifiers.clientId, isForm: true };
    const form = isOpen ? undefined : await stepToRequest(turn, wish, tools);
    // Asking keeps what the next sentence refers to, so it is done for what is shown as well.
    const asked = answerAsked(question, tools);
    if (!form) return say(asked);
    return isAlone(turn) ? say(form) : show(form);
  },
};
