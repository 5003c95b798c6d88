import { z } from "zod";
import { drawWizard } from "../../core/view/index.ts";
import { rememberEarlier } from "../recall.ts";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { Code, readSelection } from "./selection.ts";

/** Goes to a step of the guided wizard, forward or back, on the card that was pressed. */
export const wizard = defineAction({
  verb: "wizard",
  who: "anyone",
  scope: null,
  input: z.strictObject({ s: Code.optional() }),
  run: (turn, { s }, { world, recall }) => {
    // What is chosen so far, or the answer at the end, is what the next sentence may refer to.
    const selection = s === undefined ? [] : readSelection(world, s);
    rememberEarlier(recall, { selection });
    return replace(drawWizard(world, turn.language, s));
  },
});
