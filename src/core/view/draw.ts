import type { Who } from "../access/index.ts";
import { parseSelection } from "../advisor/index.ts";
import { findPack } from "../catalogue/index.ts";
import type { Language } from "../local-text.ts";
import { answerSelection } from "./answer-question.ts";
import { drawErrorView, type ErrorFacts } from "./error.ts";
import { drawNoteView } from "./explain.ts";
import { type CommandLine, drawHelpView } from "./help.ts";
import { drawLookupView } from "./lookup.ts";
import { findNote } from "./names.ts";
import { drawRefuseGuest } from "./refuse.ts";
import { drawRoleRefusalView } from "./sign-in.ts";
import type { Answer, View, World } from "./view.ts";
import { toVoice } from "./voice.ts";
import { drawWelcomeView } from "./welcome.ts";
import { drawProductStep, drawStep, findPlace } from "./wizard.ts";
import { codeBefore } from "./wizard-steps.ts";

/** The first thing that a person, a chat or a team sees. */
export function drawWelcome(world: World, language: Language): View {
  return drawWelcomeView(toVoice(world, language));
}

/**
 * How to ask, and every command.
 * @param commands as the surface knows them; names are typed as they stand
 */
export function drawHelp(world: World, language: Language, commands: readonly CommandLine[]): View {
  return drawHelpView(toVoice(world, language), commands);
}

/** Says to a guest of the tenant what only its own people may do. */
export function drawGuestRefusal(world: World, language: Language): View {
  return drawRefuseGuest(toVoice(world, language));
}

/** Says which roles a route is for, to somebody who has none of them. */
export function drawRoleRefusal(world: World, language: Language, who: Who): View {
  return drawRoleRefusalView(toVoice(world, language), who);
}

/** What went wrong, what to do, and the id under which the log tells more. */
export function drawError(world: World, language: Language, error: ErrorFacts): View {
  return drawErrorView(toVoice(world, language), error);
}

/**
 * The wizard's card for a code: choice of product, a question, or the answer when nothing is open.
 * @param code as the wizard's buttons carry it; none, or one that is not valid, starts from the product
 */
export function drawWizard(world: World, language: Language, code: string | undefined): View {
  return takeWizardStep(world, language, code).view;
}

/** A step of the wizard: a question, or the answer that the choices lead to. */
export type WizardStep =
  | { readonly kind: "question"; readonly view: View; readonly selection: string }
  | { readonly kind: "answer"; readonly view: View; readonly answer: Answer };

/** As {@link drawWizard}, and tells whether the wizard has come to its end. */
export function takeWizardStep(
  world: World,
  language: Language,
  code: string | undefined,
): WizardStep {
  const voice = toVoice(world, language);
  const place = findPlace(voice, code);
  if (place.kind === "step")
    return {
      kind: "question",
      view: drawStep(voice, place.pack, place.setUp, place.step),
      selection: code ?? "",
    };
  const answer =
    place.kind === "complete" ? answerSelection(world, language, place.code) : undefined;
  if (answer) return { kind: "answer", view: answer.view, answer };
  return { kind: "question", view: drawProductStep(voice), selection: "" };
}

/** Opens the wizard at the last step of a selection, for the verb `change`. */
export function drawChange(world: World, language: Language, code: string): View {
  const setUp = parseSelection(world.catalogue, code)?.at(-1);
  const pack = setUp && findPack(world.catalogue, setUp.pack);
  const previous = setUp && pack ? codeBefore(pack, setUp.choices) : undefined;
  return drawWizard(world, language, previous);
}

/**
 * A note by `pack:note`.
 * @returns undefined when there is no such note
 */
export function drawNote(world: World, language: Language, noteId: string): View | undefined {
  const found = findNote(world.catalogue, noteId);
  return found && drawNoteView(toVoice(world, language), found.pack, found.note);
}

/**
 * What is known of a permission, with its twin on the other resource.
 * @param permissionKey such as `graph:Mail.Send`
 * @returns undefined when the catalogue has no such permission
 */
export function drawLookup(
  world: World,
  language: Language,
  permissionKey: string,
): View | undefined {
  if (!world.catalogue.permissions.has(permissionKey)) return undefined;
  return drawLookupView(toVoice(world, language), [permissionKey]);
}
