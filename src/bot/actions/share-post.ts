import { z } from "zod";
import { replace, show as showOne } from "../reply.ts";
import { defineAction, type Route } from "../route.ts";
import { postShare, readsTenant } from "../share-steps.ts";
import { toPlace } from "./place.ts";
import { readSharedSubject, SubjectCode } from "./selection.ts";

const Id = z.string().max(400);

/** Shares a result in a place. All of it is checked anew: a card proves nothing. */
export const sharePost = defineAction({
  verb: "share-post",
  who: "member",
  scope: "basic",
  input: z.strictObject({
    subject: SubjectCode,
    clientId: z.guid().toLowerCase().optional(),
    /** Group behind the team, and the channel; or the chat or thread. */
    team: z.guid().toLowerCase().optional(),
    channel: Id.optional(),
    chat: Id.optional(),
    /** What is ticked, such as `names,state`. */
    show: z.string().max(40).optional(),
    /** The list beside the button, which this button does not look at. */
    other: Id.optional(),
    /** The try of unknown outcome after which the person has looked. */
    again: z.string().max(100).optional(),
  }),
  run: async (turn, { subject: code, team, channel, chat, ...rest }, tools) => {
    const subject = readSharedSubject(tools.world, code);
    const place = toPlace({ team, channel, chat });
    const order = { subject, place, ...rest };
    const entry = readsTenant(order) ? await tools.enter(CHECKING) : undefined;
    if (entry?.kind === "closed") return entry.reply;
    const view = await postShare(turn, order, tools);
    return turn.place === "personal" ? replace(view) : showOne(view);
  },
});

const CHECKING: Route = { who: "member", scope: "verification" };
