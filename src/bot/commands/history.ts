import { drawHistoryPage } from "../history-steps.ts";
import { say, show } from "../reply.ts";
import type { Command } from "../route.ts";
import { isAlone } from "../turn.ts";

/** Lists a person's earlier requests and checks, to that person alone. */
export const history: Command = {
  name: "history",
  action: "history",
  who: "member",
  scope: null,
  isInMenu: true,
  run: async (turn, _question, tools) => {
    const view = await drawHistoryPage(turn, { list: "mine", page: 0 }, tools);
    return isAlone(turn) ? say(view) : show(view);
  },
};
