import { z } from "zod";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { drawNotice, findWatch, mustWatch, runAsReader } from "../watch-steps.ts";

/** Looks at a watched app now; the notice says what was found. */
export const watchLook = defineAction({
  verb: "watch-look",
  who: "member",
  scope: null,
  input: z.strictObject({ clientId: z.guid().toLowerCase() }),
  run: async (turn, { clientId }, tools) => {
    const watch = await findWatch(turn, tools, clientId);
    return runAsReader(turn, { tools, watch }, async () =>
      replace(drawNotice(tools, mustWatch(await tools.watches.look(turn.tenantId, clientId)))),
    );
  },
});
