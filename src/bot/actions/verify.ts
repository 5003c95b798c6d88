import { z } from "zod";
import { replace, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";
import { stepToReport } from "../verify-steps.ts";
import { runCommand } from "./run-command.ts";
import { Code, readSelection } from "./selection.ts";

const Field = z.string().max(500).optional();

/** Checks what is granted to an app, against a selection. */
export const verify = defineAction({
  verb: "verify",
  who: "member",
  scope: "verification",
  input: z.strictObject({ s: Code, app: Field, clientId: Field }),
  run: async (turn, { s, app, clientId }, tools) => {
    const selection = readSelection(tools.world, s);
    const view = await stepToReport(turn, { selection, app: clientId ?? app }, tools);
    if (!view) return runCommand(turn, { action: "verify", code: s }, tools);
    // What a tenant has granted is for the person who asked, not for all of a channel.
    const reply = isAlone(turn) ? replace(view) : show(view);
    return { ...reply, result: { kind: "check", code: s } };
  },
});
