import { answerAsked } from "../answer-asked.ts";
import { forgetEarlier } from "../recall.ts";
import { say } from "../reply.ts";
import type { Command } from "../route.ts";
import { personOf } from "../turn.ts";

/** Forgets the last set-up of this conversation, the person's consent requests, and where their chat is. */
export const deleteMyData: Command = {
  name: "delete-my-data",
  action: "delete-my-data",
  who: "anyone",
  scope: null,
  run: async (turn, question, tools) => {
    const view = answerAsked(turn, question, tools);
    forgetEarlier(turn, tools.recall);
    await tools.consents.forget(turn.tenantId, personOf(turn));
    await tools.references.forgetPersonal(turn.tenantId, personOf(turn));
    return say(view);
  },
};
