import { z } from "zod";
import { drawCommands } from "../draw-commands.ts";
import { say } from "../reply.ts";
import { defineAction } from "../route.ts";

/** Says what can be asked, under the card that was pressed. */
export const help = defineAction({
  verb: "help",
  who: "anyone",
  scope: null,
  input: z.strictObject({}),
  run: ({ language }, _input, { world, commands }) => say(drawCommands(world, language, commands)),
});
