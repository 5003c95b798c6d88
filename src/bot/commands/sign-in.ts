import { toStanding } from "../../core/access/index.ts";
import { drawSignedIn } from "../../core/view/index.ts";
import { toPerson } from "../gate.ts";
import { SILENCE, say, show } from "../reply.ts";
import type { Command } from "../route.ts";
import { isAlone } from "../turn.ts";

/** Signs a person in, and says as whom and with which roles. */
export const signIn: Command = {
  name: "sign-in",
  action: "sign-in",
  who: "member",
  scope: "basic",
  isInMenu: true,
  run: async (turn, _question, { tokens, settings, world }) => {
    const identity = await tokens.find(toPerson(turn));
    // Signed out from elsewhere in the meantime.
    if (!identity) return SILENCE;
    const { roles } = toStanding(identity, (await settings.read(turn.tenantId)).settings);
    const facts = { name: identity.name, roles: [...roles] };
    const view = drawSignedIn(world, turn.language, facts);
    // Which roles somebody holds is for nobody else.
    return isAlone(turn) ? say(view) : show(view);
  },
};
