import type { Question } from "../../core/understanding/index.ts";
import { answerAsked } from "../answer-asked.ts";
import { type Reply, say } from "../reply.ts";
import type { Tools } from "../route.ts";
import type { Turn } from "../turn.ts";

/** Answers a command as core describes it: what it does, and what to do until it is built. */
export function describe(turn: Turn, question: Question, tools: Tools): Reply {
  return say(answerAsked(turn, question, tools));
}
