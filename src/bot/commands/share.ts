import { type Subject, toSubject } from "../../core/subject/index.ts";
import type { Question } from "../../core/understanding/index.ts";
import { answerAsked } from "../answer-asked.ts";
import { type Reply, say, show } from "../reply.ts";
import type { Command, Tools } from "../route.ts";
import { stepToShare } from "../share-steps.ts";

/** Asks where a result is to be posted; a channel that is named comes first. */
export const share: Command = {
  name: "share",
  action: "share",
  who: "member",
  scope: "basic",
  isInMenu: true,
  run: async (turn, question, tools): Promise<Reply> => {
    const subject = findSubject(question, tools);
    if (!subject) return say(answerAsked(question, tools));
    const view = await stepToShare(turn, { subject }, tools);
    // The teams of a person are nobody else's business.
    return turn.place === "personal" ? say(view) : show(view);
  },
};

/** What the question is about: its set-ups, or what else it names. */
function findSubject(question: Question, { world }: Tools): Subject | undefined {
  const { kind, selection, permissions, notes } = question;
  if (kind === "clarify") return undefined;
  if (selection.length > 0) return toSubject(world.catalogue, selection);
  const [key] = permissions;
  if (key !== undefined) return { kind: "permission", key };
  const [id] = notes;
  return id === undefined ? undefined : { kind: "note", id };
}
