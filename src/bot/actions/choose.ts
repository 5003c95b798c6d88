import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { ACTIONS } from "../../core/understanding/index.ts";
import { answerChoice } from "../../core/view/index.ts";
import { replace } from "../reply.ts";
import { defineAction } from "../route.ts";
import { answerCode } from "./answer-code.ts";
import { runCommand } from "./run-command.ts";
import { Code } from "./selection.ts";

const Id = z.string().min(1).max(100);

/** Answers the one question that a card asked back, then goes on with what was wanted. */
export const choose = defineAction({
  verb: "choose",
  who: "anyone",
  scope: null,
  input: z.strictObject({ s: Code, dimension: Id, choice: Id, action: z.enum(ACTIONS).optional() }),
  run: (turn, input, tools) => {
    const answered = answerChoice(tools.world, turn.language, input);
    if (!answered)
      throw new AppError("ERR_ACTION_INPUT", "a card sent a choice that leads nowhere");
    const { selection: code } = answered;
    if (input.action) return runCommand(turn, { action: input.action, code }, tools);
    return replace(answerCode(turn, code, tools));
  },
});
