import { formatSelection } from "../core/advisor/index.ts";
import type { Kind, Question } from "../core/understanding/index.ts";
import {
  answerQuestion,
  type ChangedReading,
  drawChanged,
  drawRefusalHere,
  readText,
} from "../core/view/index.ts";
import { describeError } from "../telemetry/index.ts";
import { answerAsked } from "./answer-asked.ts";
import { toDeciders } from "./deciders.ts";
import { drawCommands } from "./draw-commands.ts";
import { nearestCommand } from "./nearest-command.ts";
import { recallEarlier, rememberEarlier } from "./recall.ts";
import { type Reply, say } from "./reply.ts";
import type { Tools } from "./route.ts";
import { runAsked } from "./run-asked.ts";
import type { Turn } from "./turn.ts";

/** Answers what somebody typed: a command, a question, a permalink, or a word that is nearly a command. */
export function answerMessage(turn: Turn, tools: Tools): Reply | Promise<Reply> {
  const { world, recall } = tools;
  const { language } = turn;
  const earlier = recallEarlier({ recall, catalogue: world.catalogue });
  const read = readText(world, turn.text, { language, earlier });
  if (read.kind === "changed") return answerChanged(turn, read.reading, tools);
  const { question, words } = read;
  if (question.kind === "action" && question.action)
    return runAsked({ ...turn, text: words }, question, tools);
  if (question.kind === "refuse") return refuse(turn, question, tools);
  const isLost = question.kind === "out-of-scope" || question.askBack === "product";
  const meant = isLost ? nearestCommand(words, tools.commands) : undefined;
  if (meant) return say(drawCommands(world, question.language, [meant]));
  return { ...say(answerAsked(question, tools)), ...resultOf(question) };
}

/** What nobody may ask for by chat; members of the tenant hear who decides on requests in it. */
async function refuse(turn: Turn, question: Question, tools: Tools): Promise<Reply> {
  const { world, settings, log } = tools;
  const { tenantId } = turn;
  const plain = () => say(answerQuestion(world, question).view);
  try {
    const entry = await tools.enter({ who: "member", scope: null });
    if (entry.kind === "closed") return plain();
    const read = await settings.read(tenantId);
    return say(drawRefusalHere(world, question.language, toDeciders(turn, read.settings)));
  } catch (error) {
    // The refusal stands whoever it is that may.
    log.warn("a refusal was given without names", describeError(error));
    return plain();
  }
}

/** Says what has changed since a link was made, and asks on with what is known of it still. */
function answerChanged(turn: Turn, reading: ChangedReading, tools: Tools): Reply {
  const { language } = turn;
  const changed = drawChanged(tools.world, language, reading);
  const code = formatSelection(reading.known);
  const asked = reading.known.length > 0 ? tools.answers.toSelection(language, code) : undefined;
  if (!asked) return say(changed);
  const { askBack } = asked;
  const { known: selection } = reading;
  rememberEarlier(tools.recall, { selection, ...(askBack !== null && { askBack }) });
  return say(changed, asked.view);
}

/** A question about whole set-ups is worth coming back to. */
function resultOf({ kind, selection }: Question): Pick<Reply, "result"> {
  const isResult = selection.length > 0 && RESULTS.has(kind);
  return isResult ? { result: { kind: "answer", code: formatSelection(selection) } } : {};
}

const RESULTS: ReadonlySet<Kind> = new Set<Kind>(["scenario", "multi", "compare", "scope"]);
