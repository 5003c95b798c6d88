import type { Question } from "../core/understanding/index.ts";
import { findCommand } from "./commands/index.ts";
import type { Reply } from "./reply.ts";
import type { Route, Tools } from "./route.ts";
import type { Turn } from "./turn.ts";

/**
 * Runs the command that a question asks for, typed or pressed, for those it is meant for: the route that
 * leads here is open to anyone.
 */
export async function runAsked(turn: Turn, question: Question, tools: Tools): Promise<Reply> {
  const command = findCommand(question.action ?? "help");
  return runEntered(command, tools, (entered) => command.run(turn, question, entered));
}

/** Runs what may be entered; else gives what the person has to do first. */
export async function runEntered(
  route: Route,
  tools: Tools,
  run: (tools: Tools) => Reply | Promise<Reply>,
): Promise<Reply> {
  const entry = await tools.enter(route);
  if (entry.kind === "closed") return entry.reply;
  const { entered, visitor } = entry;
  const reply = await run({ ...tools, entered, visitor });
  return (await entry.leave()) ?? reply;
}
