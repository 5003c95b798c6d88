import type { View } from "../../core/view/index.ts";
import { answerAsked } from "../answer-asked.ts";
import { sayTo, show } from "../reply.ts";
import type { Command } from "../route.ts";
import { isAlone } from "../turn.ts";
import { stepToWatch } from "../watch-start-steps.ts";
import { drawList } from "../watch-steps.ts";

/** Has an app watched, or lists what is watched. In a conversation of several it opens forms only. */
export const watch: Command = {
  name: "watch",
  action: "watch",
  who: "member",
  scope: "verification",
  run: async (turn, question, tools) => {
    const { selection, identifiers, kind } = question;
    // What a tenant has watched is for the person who asked, not for all of a channel.
    const toReply = (view: View) => (isAlone(turn) ? sayTo(turn, view) : show(view));
    if (selection.length === 0) return toReply(await drawList(turn, tools));
    const wish = { selection, app: isAlone(turn) ? identifiers.clientId : undefined };
    const isOpen = kind === "clarify";
    const reply = isOpen ? undefined : await stepToWatch(turn, { wish, toReply }, tools);
    return reply ?? sayTo(turn, answerAsked(question, tools));
  },
};
