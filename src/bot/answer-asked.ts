import type { Question } from "../core/understanding/index.ts";
import type { View } from "../core/view/index.ts";
import { rememberEarlier } from "./recall.ts";
import type { Tools } from "./route.ts";

/** Values that a form asks for: what is said next does not answer them. */
const FORM_FIELDS = ["tenant", "client-id"];

/** Answers a question and keeps what the next sentence may refer to. */
export function answerAsked(question: Question, { answers, recall }: Tools): View {
  const { view, askBack } = answers.toQuestion(question);
  const { selection, action } = question;
  const isPending = askBack !== null && !FORM_FIELDS.includes(askBack);
  rememberEarlier(recall, { selection, ...(isPending && { action, askBack }) });
  return view;
}
