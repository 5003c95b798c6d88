import { z } from "zod";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { answerCode } from "./answer-code.ts";
import { Code } from "./selection.ts";

/** Opens the answer of a selection. */
export const answer = defineAction({
  verb: "answer",
  who: "anyone",
  scope: null,
  input: z.strictObject({ s: Code }),
  run: (turn, { s }, tools) => ({
    ...replace(answerCode(turn, s, tools)),
    result: { kind: "answer", code: s },
  }),
});
