import type { Language } from "../core/local-text.ts";
import { drawHelp, isPlanned, type View, type World } from "../core/view/index.ts";
import type { Command } from "./route.ts";

/** The help with those commands. */
export function drawCommands(world: World, language: Language, commands: readonly Command[]): View {
  const t = world.texts(language);
  const lines = commands.map(({ name, action }) => ({
    name,
    description: t(`action.${action}.does`),
    isPlanned: isPlanned(action),
  }));
  return drawHelp(world, language, lines);
}
