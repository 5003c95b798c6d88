import type { ActionId, Question } from "../../core/understanding/index.ts";
import { answerSelection, createQuestion } from "../../core/view/index.ts";
import { answerAsked } from "../answer-asked.ts";
import { type Reply, replace } from "../reply.ts";
import type { Tools } from "../route.ts";
import { runAsked } from "../run-asked.ts";
import type { Turn } from "../turn.ts";
import { readSelection } from "./selection.ts";

interface Wanted {
  readonly action: ActionId;
  /** Code of the selection it is about. */
  readonly code: string | undefined;
}

/** Runs a command from a card as if it had been typed about that selection. */
export function runCommand(turn: Turn, wanted: Wanted, tools: Tools): Reply | Promise<Reply> {
  const { action, code } = wanted;
  const selection = code === undefined ? [] : readSelection(tools.world, code);
  const { language } = turn;
  const question = createQuestion({ kind: "action", language, selection, action });
  const answered = code === undefined ? undefined : answerSelection(tools.world, language, code);
  if (answered?.kind === "clarify") {
    const { askBack } = answered;
    const open: Question = { ...question, kind: "clarify", ...(askBack !== null && { askBack }) };
    return replace(answerAsked(open, tools));
  }
  return runAsked(turn, question, tools);
}
