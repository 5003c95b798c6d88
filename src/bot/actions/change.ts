import { z } from "zod";
import { drawChange } from "../../core/view/index.ts";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { Code, readSelection } from "./selection.ts";

/** Opens the wizard at the last question that a selection answers. */
export const change = defineAction({
  verb: "change",
  who: "anyone",
  scope: null,
  input: z.strictObject({ s: Code }),
  run: ({ language }, { s }, { world }) => {
    readSelection(world, s);
    return replace(drawChange(world, language, s));
  },
});
