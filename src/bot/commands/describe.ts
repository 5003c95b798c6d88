import { answerAsked } from "../answer-asked.ts";
import { say } from "../reply.ts";
import type { Command } from "../route.ts";

type Described = Pick<Command, "name" | "action" | "isInMenu">;

/** Makes a command that core answers alone: what it does, and what to do until it is built. */
export function describeOnly(described: Described): Command {
  return {
    ...described,
    who: "anyone",
    scope: null,
    run: (_turn, question, tools) => say(answerAsked(question, tools)),
  };
}
