import { formatSelection } from "../core/advisor/index.ts";
import { type Kind, type Question, understand } from "../core/understanding/index.ts";
import { answerAsked } from "./answer-asked.ts";
import { drawCommands } from "./draw-commands.ts";
import { nearestCommand } from "./nearest-command.ts";
import { recallEarlier } from "./recall.ts";
import { type Reply, say } from "./reply.ts";
import type { Tools } from "./route.ts";
import { runAsked } from "./run-asked.ts";
import type { Turn } from "./turn.ts";

/** Answers what somebody typed: a command, a question, or a word that is nearly a command. */
export function answerMessage(turn: Turn, tools: Tools): Reply | Promise<Reply> {
  const { catalogue } = tools.world;
  const earlier = recallEarlier(turn, { recall: tools.recall, catalogue });
  const question = understand(catalogue, turn.text, { language: turn.language, earlier });
  if (question.kind === "action" && question.action) return runAsked(turn, question, tools);
  const isLost = question.kind === "out-of-scope" || question.askBack === "product";
  const meant = isLost ? nearestCommand(turn.text, tools.commands) : undefined;
  if (meant) return say(drawCommands(tools.world, question.language, [meant]));
  return { ...say(answerAsked(turn, question, tools)), ...resultOf(question) };
}

/** A question about whole set-ups is worth coming back to. */
function resultOf({ kind, selection }: Question): Pick<Reply, "result"> {
  const isResult = selection.length > 0 && RESULTS.has(kind);
  return isResult ? { result: { kind: "answer", code: formatSelection(selection) } } : {};
}

const RESULTS: ReadonlySet<Kind> = new Set<Kind>(["scenario", "multi", "compare", "scope"]);
