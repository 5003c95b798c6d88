import { answerAsked } from "../answer-asked.ts";
import { forgetEarlier } from "../recall.ts";
import { say } from "../reply.ts";
import type { Command } from "../route.ts";

/** Forgets the last set-up of this conversation, and says that nothing else is stored of a person. */
export const deleteMyData: Command = {
  name: "delete-my-data",
  action: "delete-my-data",
  who: "anyone",
  scope: null,
  run: (turn, question, tools) => {
    const view = answerAsked(turn, question, tools);
    forgetEarlier(turn, tools.recall);
    return say(view);
  },
};
