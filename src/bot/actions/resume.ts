import { z } from "zod";
import { drawSignInProblem } from "../../core/view/index.ts";
import { toPerson } from "../gate.ts";
import { show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { readWaiting } from "../waiting-turn.ts";

/**
 * Asks again what waited. Only the person who asked can: where it was asked, or in their own chat, where the
 * card stands that nobody else may read; the question goes on there.
 */
export const resume = defineAction({
  verb: "resume",
  who: "member",
  scope: null,
  input: z.strictObject({ q: z.string().regex(/^[\w-]{1,100}$/) }),
  run: async (turn, { q }, { pendings, goOn, world }) => {
    const { place, conversationId, replyToId } = turn;
    const waiting = readWaiting(await pendings.take(toPerson(turn), q));
    const isHere = place === "personal" || waiting?.turn.conversationId === conversationId;
    // In their own chat nothing needs to be targeted; where it was asked, it stays so.
    const isTargeted = turn.isTargeted || (place !== "personal" && !!waiting?.turn.isTargeted);
    if (waiting && isHere)
      return goOn({ ...waiting.turn, place, isTargeted, conversationId, replyToId });
    return show(drawSignInProblem(world, turn.language, { kind: "over" }));
  },
});
