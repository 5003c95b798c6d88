import { z } from "zod";
import { sayTo } from "../reply.ts";
import { defineAction } from "../route.ts";
import { stepToShare } from "../share-steps.ts";
import { readSharedSubject, SubjectCode } from "./selection.ts";

/** A channel as the list of the form names it: team and channel with a blank between. */
const Further = z.string().max(400).optional();

/** Asks where a result is to be shared, with who will see it there. */
export const share = defineAction({
  verb: "share",
  who: "member",
  scope: "basic",
  input: z.strictObject({
    subject: SubjectCode,
    clientId: z.guid().toLowerCase().optional(),
    show: z.string().max(40).optional(),
    other: Further,
  }),
  run: async (turn, { subject: code, ...rest }, tools) => {
    const subject = readSharedSubject(tools.world, code);
    return sayTo(turn, await stepToShare(turn, { subject, ...rest }, tools));
  },
});
