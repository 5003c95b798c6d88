import type { Question } from "../core/understanding/index.ts";
import { findCommand } from "./commands/index.ts";
import type { Reply } from "./reply.ts";
import type { Tools } from "./route.ts";
import { runEntered } from "./run-entered.ts";
import type { Turn } from "./turn.ts";

/**
 * Runs the command that a question asks for, typed or pressed, for those it is meant for: the route that
 * leads here is open to anyone.
 */
export async function runAsked(turn: Turn, question: Question, tools: Tools): Promise<Reply> {
  const command = findCommand(question.action ?? "help");
  return runEntered(command, tools, (entered) => command.run(turn, question, entered));
}
