import { z } from "zod";
import { drawPasteError } from "../../core/view/index.ts";
import { say, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";
import { Code } from "./selection.ts";

/** Opens the field for what a consent page said. The card with the links stays where it is. */
export const paste = defineAction({
  verb: "paste",
  who: "anyone",
  scope: null,
  input: z.strictObject({ s: Code.optional() }),
  run: (turn, { s }, { world }) => {
    const view = drawPasteError(world, turn.language, s);
    return isAlone(turn) ? say(view) : show(view);
  },
});
