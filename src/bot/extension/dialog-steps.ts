import { z } from "zod";
import { parseSelection } from "../../core/advisor/index.ts";
import { AppError } from "../../core/errors.ts";
import { formatSubject, toSubject } from "../../core/subject/index.ts";
import {
  type Answer,
  answerChoice,
  answerSelection,
  drawChange,
  drawShared,
  takeWizardStep,
  type View,
} from "../../core/view/index.ts";
import { Code, readSelection } from "../actions/index.ts";
import type { DialogButton } from "../extension-answer.ts";
import { answerInvoke, type Reply } from "../reply.ts";
import type { Tools } from "../route.ts";
import type { Turn } from "../turn.ts";

const Id = z.string().min(1).max(100);

/** The steps of the guided questions, as the buttons of their cards send them. */
export const QuestionStep = z.discriminatedUnion("verb", [
  z.strictObject({ verb: z.literal("wizard"), s: Code.optional() }),
  z.strictObject({ verb: z.literal("change"), s: Code }),
  z.strictObject({ verb: z.literal("answer"), s: Code }),
  z.strictObject({ verb: z.literal("choose"), s: Code, dimension: Id, choice: Id }),
]);
export type QuestionStep = z.infer<typeof QuestionStep>;

/** The first of the guided questions. */
export const FIRST_STEP: QuestionStep = { verb: "wizard" };

/**
 * Goes to a step of the guided questions, forward or back; at the end the card that may be inserted.
 * @throws AppError ERR_ACTION_INPUT for a code or a choice that leads nowhere
 */
export function takeStep(turn: Turn, step: QuestionStep, tools: Tools): Reply {
  const { world } = tools;
  const { language } = turn;
  if (step.s !== undefined) readSelection(world, step.s);
  switch (step.verb) {
    case "wizard": {
      const taken = takeWizardStep(world, language, step.s);
      return taken.kind === "answer"
        ? offer(turn, taken.answer, tools)
        : ask(turn, taken.view, tools);
    }
    case "change":
      return ask(turn, drawChange(world, language, step.s), tools);
    case "answer":
      return goOn(turn, answerSelection(world, language, step.s), tools);
    case "choose":
      return goOn(turn, answerChoice(world, language, step), tools);
    default:
      return step satisfies never;
  }
}

/** Closes the dialog. */
export function cancelButton({ language }: Turn, { world }: Tools): DialogButton {
  return { title: world.texts(language)("dialog.cancel"), data: { verb: "close" } };
}

function goOn(turn: Turn, answer: Answer | undefined, tools: Tools): Reply {
  if (!answer) throw new AppError("ERR_ACTION_INPUT", "a dialog sent a step that leads nowhere");
  return answer.kind === "clarify" ? ask(turn, answer.view, tools) : offer(turn, answer, tools);
}

function ask(turn: Turn, view: View, tools: Tools): Reply {
  return showDialog(turn, tools, { view, buttons: [cancelButton(turn, tools)] });
}

/** The very card that readers will see, with the way on and the way back. */
function offer(turn: Turn, answer: Answer, tools: Tools): Reply {
  const { world } = tools;
  const t = world.texts(turn.language);
  const selection = parseSelection(world.catalogue, answer.selection);
  const subject = selection && toSubject(world.catalogue, selection);
  const view = subject && drawShared(world, turn.language, subject);
  if (!view) throw new AppError("ERR_ACTION_INPUT", "a dialog came to an end without a case");
  const insert = {
    title: t("dialog.insert"),
    data: { verb: "insert", subject: formatSubject(subject) },
  };
  const buttons = [
    ...(hasComposeBox(turn) ? [insert] : []),
    { title: t("button.change"), data: { verb: "change", s: answer.selection } },
    cancelButton(turn, tools),
  ];
  return showDialog(turn, tools, { view, buttons });
}

/** A dialog that a card opened has no compose box behind it. */
function hasComposeBox({ invoke }: Turn): boolean {
  return invoke === "composeExtension/fetchTask" || invoke === "composeExtension/submitAction";
}

function showDialog(
  { language }: Turn,
  { world }: Tools,
  shown: { readonly view: View; readonly buttons: readonly DialogButton[] },
): Reply {
  const title = world.texts(language)("extension.compose.title");
  return answerInvoke({ kind: "dialog", title, ...shown });
}
