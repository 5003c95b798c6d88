import { z } from "zod";
import { defineAction } from "../route.ts";
import { sendRequest } from "../send-request.ts";
import { Comment, Day } from "./request-fields.ts";
import { Code, readSelection } from "./selection.ts";

/** Sends the request that the preview has shown. */
export const requestSend = defineAction({
  verb: "request-send",
  who: "member",
  scope: null,
  keepsRequest: true,
  input: z.strictObject({
    s: Code,
    clientId: z.guid().toLowerCase(),
    comment: Comment,
    until: Day,
    k: z.string().max(4000),
  }),
  run: (turn, { s, clientId: app, ...rest }, tools) => {
    const selection = readSelection(tools.world, s);
    return sendRequest(turn, { selection, app, ...rest }, tools);
  },
});
