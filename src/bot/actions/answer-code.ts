import { AppError } from "../../core/errors.ts";
import type { View } from "../../core/view/index.ts";
import { rememberEarlier } from "../recall.ts";
import type { Tools } from "../route.ts";
import type { Turn } from "../turn.ts";
import { readSelection } from "./selection.ts";

/** The answer of a code that a card sent, or the question for what it lacks; what follows may refer to it. */
export function answerCode(turn: Turn, code: string, { world, answers, recall }: Tools): View {
  const selection = readSelection(world, code);
  const answered = answers.toSelection(turn.language, code);
  if (!answered)
    throw new AppError("ERR_ACTION_INPUT", "a card sent a selection without an answer");
  const { askBack } = answered;
  rememberEarlier(recall, { selection, ...(askBack !== null && { askBack }) });
  return answered.view;
}
