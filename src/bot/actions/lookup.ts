import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { drawLookup } from "../../core/view/index.ts";
import { say } from "../reply.ts";
import { defineAction } from "../route.ts";

/** Opens the facts of a permission under the card that named it. */
export const lookup = defineAction({
  verb: "lookup",
  who: "anyone",
  scope: null,
  input: z.strictObject({ permission: z.string().max(200) }),
  run: ({ language }, { permission }, { world }) => {
    const view = drawLookup(world, language, permission);
    if (!view) throw new AppError("ERR_ACTION_INPUT", "a card named an unknown permission");
    return say(view);
  },
});
