import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { answerInvoke, type Reply } from "../reply.ts";
import type { Tools } from "../route.ts";
import type { Turn } from "../turn.ts";
import { FIRST_STEP, QuestionStep, takeStep } from "./dialog-steps.ts";
import { explainMessage, explainText, insertExplanation, ReplyStep } from "./explain.ts";
import { insertByCode } from "./insert.ts";
import type { ExtensionRoute } from "./route.ts";

/** Everything that the buttons of our dialogs send. */
const Step = z.union([
  QuestionStep,
  ReplyStep,
  z.strictObject({ verb: z.literal("insert"), subject: z.string().min(1).max(2100) }),
  z.strictObject({ verb: z.literal("explain-error"), text: z.string().max(20_000).default("") }),
  z.strictObject({ verb: z.literal("close") }),
]);

const OPEN = { who: "anyone", scope: null } as const;

/** The routes of the dialogs: how each begins, and one for all that follows. */
export const dialogs: readonly ExtensionRoute[] = [
  {
    ...OPEN,
    name: "dialog:compose",
    invoke: "composeExtension/fetchTask",
    command: "compose",
    run: (turn, tools) => takeStep(turn, FIRST_STEP, tools),
  },
  {
    ...OPEN,
    name: "dialog:explain",
    invoke: "composeExtension/fetchTask",
    command: "explain",
    run: explainMessage,
  },
  {
    ...OPEN,
    name: "submit:compose",
    invoke: "composeExtension/submitAction",
    command: "compose",
    run: submit,
  },
  {
    ...OPEN,
    name: "submit:explain",
    invoke: "composeExtension/submitAction",
    command: "explain",
    run: submit,
  },
  { ...OPEN, name: "dialog:task", invoke: "task/fetch", run: begin },
  { ...OPEN, name: "submit:task", invoke: "task/submit", run: submit },
];

/** A card opens the guided questions, at the step that its button names or at the first. */
function begin(turn: Turn, tools: Tools): Reply {
  const step = QuestionStep.safeParse({ ...turn.input, verb: turn.verb }).data;
  return takeStep(turn, step ?? FIRST_STEP, tools);
}

/** @throws AppError ERR_ACTION_INPUT for what no dialog of ours sends */
function submit(turn: Turn, tools: Tools): Reply {
  const { success, data: step } = Step.safeParse({ ...turn.input, verb: turn.verb });
  if (!success) throw new AppError("ERR_ACTION_INPUT", "a dialog sent input that does not fit");
  switch (step.verb) {
    case "insert":
      return insertByCode(turn, step.subject, tools);
    case "reply":
      return insertExplanation(turn, step, tools);
    case "explain-error":
      return explainText(turn, step.text, tools);
    case "close":
      return answerInvoke({ kind: "nothing" });
    default:
      return takeStep(turn, step, tools);
  }
}
