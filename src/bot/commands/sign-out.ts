import { drawSignedOut } from "../../core/view/index.ts";
import { toPerson } from "../gate.ts";
import { sayTo } from "../reply.ts";
import type { Command } from "../route.ts";

/** Signs a person out: their sign-in, their tokens, and what waited for them are forgotten. */
export const signOut: Command = {
  name: "sign-out",
  action: "sign-out",
  who: "anyone",
  scope: null,
  isChatOnly: true,
  run: async (turn, _question, { signOut: forgetSignIn, world }) => {
    await forgetSignIn(toPerson(turn));
    return sayTo(turn, drawSignedOut(world, turn.language));
  },
};
