import { z } from "zod";
import { decideRequest } from "../decide-request.ts";
import { defineAction } from "../route.ts";
import { Comment, RequestId } from "./request-fields.ts";

/** Approves or declines a request, for those whom Settings lets decide at this moment. */
export const requestDecide = defineAction({
  verb: "request-decide",
  who: "approver",
  scope: null,
  input: z.strictObject({
    request: RequestId,
    verdict: z.enum(["approve", "decline"]),
    comment: Comment,
    k: z.string().max(4000),
  }),
  run: (turn, { comment = "", ...decision }, tools) =>
    decideRequest(turn, { ...decision, comment }, tools),
});
