import { z } from "zod";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { drawNotice, mustWatch } from "../watch-steps.ts";

/** Looks at a watched app now; the notice says what was found. */
export const watchLook = defineAction({
  verb: "watch-look",
  who: "member",
  scope: null,
  input: z.strictObject({ clientId: z.guid().toLowerCase() }),
  run: async (turn, { clientId }, tools) =>
    replace(drawNotice(tools, mustWatch(await tools.watches.look(turn.tenantId, clientId)))),
});
