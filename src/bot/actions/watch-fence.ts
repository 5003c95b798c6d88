import { z } from "zod";
import { toPerson } from "../gate.ts";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { drawNotice, findWatch, mustWatch, runAsKeeper } from "../watch-steps.ts";

/** Takes somebody's word that they have looked in Exchange which mailboxes an app reaches. */
export const watchFence = defineAction({
  verb: "watch-fence",
  who: "member",
  scope: null,
  input: z.strictObject({ clientId: z.guid().toLowerCase() }),
  run: async (turn, { clientId }, tools) => {
    const watch = await findWatch(turn, tools, clientId);
    return runAsKeeper(turn, { tools, watch }, async () => {
      const next = await tools.watches.acknowledgeFence(toPerson(turn), clientId);
      return replace(drawNotice(tools, mustWatch(next)));
    });
  },
});
