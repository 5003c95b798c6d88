import { z } from "zod";
import { stepToConsent } from "../consent-steps.ts";
import { replace, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { runCommand } from "./run-command.ts";
import { Code, readSelection } from "./selection.ts";

const Field = z.string().max(500).optional();

/** The next step towards a consent link: form, choice of apps, confirmation, preview with its links. */
export const consent = defineAction({
  verb: "consent",
  who: "member",
  scope: null,
  keepsRequest: true,
  input: z.strictObject({ s: Code, tenant: Field, app: Field, clientId: Field }),
  run: async (turn, { s, tenant, app: typed, clientId }, tools) => {
    // The client id of a button counts: older clients send what stands in the inputs beside it too.
    const app = clientId ?? typed;
    const selection = readSelection(tools.world, s);
    const view = await stepToConsent(turn, { selection, tenant, app }, tools);
    if (!view) return runCommand(turn, { action: "consent", code: s }, tools);
    // A link is sealed for one person: in a conversation of several, only that person sees it.
    return turn.place === "personal" ? replace(view) : show(view);
  },
});
