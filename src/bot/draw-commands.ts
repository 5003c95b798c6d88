import type { Language } from "../core/local-text.ts";
import { drawHelp, type View, type World } from "../core/view/index.ts";
import type { Command } from "./route.ts";

/** The help with those commands. */
export function drawCommands(world: World, language: Language, commands: readonly Command[]): View {
  const t = world.texts(language);
  const lines = commands.map(({ name, textKey }) => ({ name, description: t(textKey) }));
  return drawHelp(world, language, lines);
}
