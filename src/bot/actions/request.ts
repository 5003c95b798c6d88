import { z } from "zod";
import { replace, say, show } from "../reply.ts";
import { stepToRequest } from "../request-steps.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";
import { Comment, Day } from "./request-fields.ts";
import { runCommand } from "./run-command.ts";
import { Code, readSelection } from "./selection.ts";

const Field = z.string().max(500).optional();

/** The next step towards a request for approval: form, choice of apps, confirmation, preview. */
export const request = defineAction({
  verb: "request",
  who: "member",
  scope: null,
  input: z.strictObject({
    s: Code,
    app: Field,
    clientId: Field,
    comment: Comment,
    until: Day,
    /** The form with what is known: in the place of the card, or under it. */
    step: z.enum(["form", "new"]).optional(),
    /** The person's word that an app nobody could prove is the right one. */
    k: z.string().max(4000).optional(),
  }),
  run: async (turn, { s, app: typed, clientId, step, ...rest }, tools) => {
    const selection = readSelection(tools.world, s);
    const app = clientId ?? typed;
    const wish = { selection, app, isForm: step !== undefined, ...rest };
    const view = await stepToRequest(turn, wish, tools);
    if (!view) return runCommand(turn, { action: "approve", code: s }, tools);
    if (!isAlone(turn)) return show(view);
    return step === "new" ? say(view) : replace(view);
  },
});
