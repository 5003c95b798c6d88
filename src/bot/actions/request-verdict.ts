import { z } from "zod";
import { stepToVerdict } from "../decide-request.ts";
import { defineAction } from "../route.ts";
import { RequestId } from "./request-fields.ts";

/** Opens the step in which somebody approves or declines a request. */
export const requestVerdict = defineAction({
  verb: "request-verdict",
  who: "approver",
  scope: null,
  input: z.strictObject({ request: RequestId, verdict: z.enum(["approve", "decline"]) }),
  run: (turn, verdict, tools) => stepToVerdict(turn, verdict, tools),
});
