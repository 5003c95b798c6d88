import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { drawNote } from "../../core/view/index.ts";
import { say } from "../reply.ts";
import { defineAction } from "../route.ts";

/** Opens a note under the card that named it. */
export const note = defineAction({
  verb: "note",
  who: "anyone",
  scope: null,
  input: z.strictObject({ note: z.string().max(200) }),
  run: ({ language }, input, { world }) => {
    const view = drawNote(world, language, input.note);
    if (!view) throw new AppError("ERR_ACTION_INPUT", "a card named a note that does not exist");
    return say(view);
  },
});
