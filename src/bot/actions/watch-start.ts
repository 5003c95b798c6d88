import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { defineAction } from "../route.ts";
import { startWatch } from "../watch-start-steps.ts";
import { toPlace } from "./place.ts";
import { Code, readSelection } from "./selection.ts";

const Id = z.string().max(400).optional();

/** Has an app watched from now on, with its notice in that place. */
export const watchStart = defineAction({
  verb: "watch-start",
  who: "member",
  scope: "verification",
  input: z.strictObject({
    s: Code,
    clientId: z.guid().toLowerCase(),
    /** Group behind the team, and the channel; or the chat or thread. */
    team: z.guid().toLowerCase().optional(),
    channel: Id,
    chat: Id,
    /** The list beside the button, which this button does not look at. */
    other: Id,
  }),
  run: async (turn, { s, clientId, team, channel, chat }, tools) => {
    const selection = readSelection(tools.world, s);
    const place = toPlace({ team, channel, chat });
    const reply = await startWatch(turn, { selection, clientId, place }, tools);
    if (!reply) throw new AppError("ERR_ACTION_INPUT", "a card sent a set-up without a case");
    return reply;
  },
});
