import { drawWizard } from "../../core/view/index.ts";
import { say } from "../reply.ts";
import type { Command } from "../route.ts";

/** Starts the guided wizard. */
export const ask: Command = {
  name: "ask",
  action: "wizard",
  who: "anyone",
  scope: null,
  isInMenu: true,
  run: (_turn, { language }, { world }) => say(drawWizard(world, language, undefined)),
};
