import { z } from "zod";
import { drawWatchEnded } from "../../core/view/index.ts";
import { toPerson } from "../gate.ts";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { findWatch, runAsKeeper } from "../watch-steps.ts";

/** Ends a watch; its notice says so, wherever it stands. */
export const watchStop = defineAction({
  verb: "watch-stop",
  who: "member",
  scope: null,
  input: z.strictObject({ clientId: z.guid().toLowerCase() }),
  run: async (turn, { clientId }, tools) => {
    const watch = await findWatch(turn, tools, clientId);
    return runAsKeeper(turn, { tools, watch }, async () => {
      await tools.watches.stop(toPerson(turn), clientId);
      const ended = { ...watch, endedAt: tools.clock.now(), why: "stopped" } as const;
      return replace(drawWatchEnded(tools.world, watch.language, ended));
    });
  },
});
