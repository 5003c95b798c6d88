import { z } from "zod";
import { explainError as drawExplanation } from "../../core/view/index.ts";
import { say, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";
import { Code } from "./selection.ts";

/** Explains what a consent page said. */
export const explainError = defineAction({
  verb: "explain-error",
  who: "anyone",
  scope: null,
  input: z.strictObject({ s: Code.optional(), text: z.string().max(20_000).default("") }),
  run: (turn, { s, text }, { world }) => {
    const view = drawExplanation(world, turn.language, { s, text });
    return isAlone(turn) ? say(view) : show(view);
  },
});
