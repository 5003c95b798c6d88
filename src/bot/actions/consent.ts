import { z } from "zod";
import { OWN_PACK } from "../../core/scope/index.ts";
import { stepToConsent } from "../consent-steps.ts";
import { replace, say, show } from "../reply.ts";
import { defineAction } from "../route.ts";
import { isAlone } from "../turn.ts";
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
    if (!isAlone(turn)) return show(view);
    // The card that asks for Consentry's own consent stays: the question that waits goes on from there.
    const isOwn = selection.some(({ pack }) => pack === OWN_PACK);
    return isOwn ? say(view) : replace(view);
  },
});
