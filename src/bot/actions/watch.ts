import { z } from "zod";
import { replace, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";
import { stepToWatch } from "../watch-start-steps.ts";
import { runCommand } from "./run-command.ts";
import { Code, readSelection } from "./selection.ts";

const Field = z.string().max(500).optional();

/** Asks which app is to be watched, and where its notice goes. */
export const watch = defineAction({
  verb: "watch",
  who: "member",
  scope: "verification",
  input: z.strictObject({ s: Code, app: Field, clientId: Field, other: Field }),
  run: async (turn, { s, app, clientId, other }, tools) => {
    const wish = { selection: readSelection(tools.world, s), app: clientId ?? app, other };
    // What a tenant has granted is for the person who asked, not for all of a channel.
    const toReply = isAlone(turn) ? replace : show;
    const reply = await stepToWatch(turn, { wish, toReply }, tools);
    return reply ?? runCommand(turn, { action: "watch", code: s }, tools);
  },
});
