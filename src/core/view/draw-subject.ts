import type { Language } from "../local-text.ts";
import type { Subject } from "../subject/index.ts";
import { answerSelection } from "./answer-question.ts";
import { type ChangedReading, catalogueDay, drawChangedView } from "./changed.ts";
import { drawLookup, drawNote } from "./draw.ts";
import { drawSharedView } from "./shared.ts";
import { drawNoErrorView, drawSharedErrorView, type FoundError } from "./shared-error.ts";
import type { View, World } from "./view.ts";
import { toVoice } from "./voice.ts";

/**
 * The whole card of a subject, as the chat shows it.
 * @returns undefined when the catalogue does not have the subject
 */
export function drawSubject(world: World, language: Language, subject: Subject): View | undefined {
  switch (subject.kind) {
    case "answer":
      return answerSelection(world, language, subject.code)?.view;
    case "permission":
      return drawLookup(world, language, subject.key);
    case "note":
      return drawNote(world, language, subject.id);
    default:
      return subject satisfies never;
  }
}

/**
 * A subject as others read it: in a channel, inserted by a person, or as a link preview. It holds links only.
 * @returns undefined when the catalogue does not have the subject
 */
export function drawShared(world: World, language: Language, subject: Subject): View | undefined {
  return drawSharedView(toVoice(world, language), subject);
}

/** What has changed since a permalink was made: a link of another version still opens. */
export function drawChanged(world: World, language: Language, reading: ChangedReading): View {
  return drawChangedView(toVoice(world, language), reading);
}

/** The day of the facts that the catalogue holds, as it is read: "August 20, 2026". */
export function formatCatalogueDay(world: World, language: Language): string {
  return catalogueDay(toVoice(world, language));
}

/**
 * An error explained as others read it: in what a person inserts. It holds links only.
 * @returns undefined when the catalogue knows nothing of it
 */
export function drawSharedError(
  world: World,
  language: Language,
  found: FoundError,
): View | undefined {
  return drawSharedErrorView(toVoice(world, language), found);
}

/** Says that a message holds no error, and asks for the text of one. */
export function drawNoError(world: World, language: Language): View {
  return drawNoErrorView(toVoice(world, language));
}
