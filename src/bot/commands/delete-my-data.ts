import { answerAsked } from "../answer-asked.ts";
import { forgetEarlier } from "../recall.ts";
import { say } from "../reply.ts";
import type { Command } from "../route.ts";
import { personOf } from "../turn.ts";

/** Forgets the last set-up of this conversation and where the person's own chat is reached. */
export const deleteMyData: Command = {
  name: "delete-my-data",
  action: "delete-my-data",
  who: "anyone",
  scope: null,
  run: async (turn, question, tools) => {
    const view = answerAsked(turn, question, tools);
    forgetEarlier(turn, tools.recall);
    await tools.references.forgetPersonal(turn.tenantId, personOf(turn));
    return say(view);
  },
};
