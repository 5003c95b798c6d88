import { answerAsked } from "../answer-asked.ts";
import { toPerson } from "../gate.ts";
import { forgetEarlier } from "../recall.ts";
import { say } from "../reply.ts";
import type { Command } from "../route.ts";

/** Forgets everything that is kept about a person; the audit log stays. */
export const deleteMyData: Command = {
  name: "delete-my-data",
  action: "delete-my-data",
  who: "anyone",
  scope: null,
  isChatOnly: true,
  run: async (turn, question, tools) => {
    const view = answerAsked(turn, question, tools);
    forgetEarlier(turn, tools.recall);
    await tools.forget(toPerson(turn));
    return say(view);
  },
};
