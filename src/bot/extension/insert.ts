import { AppError } from "../../core/errors.ts";
import { formatSubject, readSubject, type Subject } from "../../core/subject/index.ts";
import { drawShared } from "../../core/view/index.ts";
import { answerInvoke, type Reply } from "../reply.ts";
import type { Tools } from "../route.ts";
import type { Turn } from "../turn.ts";
import { previewSubject } from "./preview.ts";

/**
 * Puts the card of a subject into the compose box, by the code that a card or a list of ours carried.
 * @throws AppError ERR_ACTION_INPUT for what is no code of ours
 */
export function insertByCode(turn: Turn, code: string, tools: Tools): Reply {
  const reading = readSubject(tools.world.catalogue, code);
  switch (reading.kind) {
    case "found":
      return insertSubject(turn, reading.subject, tools);
    case "changed":
      return answerInvoke({
        kind: "message",
        text: tools.world.texts(turn.language)("search.changed"),
      });
    case "unknown":
      throw new AppError("ERR_ACTION_INPUT", "a list of the extension sent an unknown code");
    default:
      return reading satisfies never;
  }
}

/** It holds links only: buttons work in no message that a person sends. */
function insertSubject({ language }: Turn, subject: Subject, { world }: Tools): Reply {
  const view = drawShared(world, language, subject);
  const preview = previewSubject(world, language, subject);
  if (!view || !preview) throw new AppError("ERR_ACTION_INPUT", "a known subject cannot be drawn");
  const reply = answerInvoke({ kind: "insert", view, preview });
  if (subject.kind !== "answer") return reply;
  return { ...reply, result: { kind: "answer", code: formatSubject(subject) } };
}
