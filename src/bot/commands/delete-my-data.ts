import { drawForget } from "../../core/view/index.ts";
import { sayTo } from "../reply.ts";
import type { Command } from "../route.ts";

/** Asks whether everything that is kept about a person is to go; the verb `forget` does it. */
export const deleteMyData: Command = {
  name: "delete-my-data",
  action: "delete-my-data",
  who: "anyone",
  scope: null,
  isChatOnly: true,
  run: (turn, _question, { world }) => sayTo(turn, drawForget(world, turn.language, "asked")),
};
