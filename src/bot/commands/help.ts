import { drawCommands } from "../draw-commands.ts";
import { say } from "../reply.ts";
import type { Command } from "../route.ts";

/** Shows what can be asked and every command. */
export const help: Command = {
  name: "help",
  action: "help",
  who: "anyone",
  scope: null,
  isInMenu: true,
  run: (_turn, { language }, { world, commands }) => say(drawCommands(world, language, commands)),
};
