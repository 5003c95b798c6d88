import type { Language } from "../local-text.ts";
import type { Subject } from "../subject/index.ts";
import { drawShareFormView, type ShareFormRequest } from "./share-form.ts";
import { drawShareOutcomeView, type ShareOutcomeRequest } from "./share-outcome.ts";
import { drawSharedGone, drawSharedView, nameSubject as nameOf } from "./shared.ts";
import type { SharedAs } from "./shared-frame.ts";
import type { View, World } from "./view.ts";
import { toVoice } from "./voice.ts";

/**
 * A subject as it was shared: with who shared it, what has changed since, and what of a tenant was ticked.
 * @param ask `title` is what the subject was called, for a card whose subject is gone; `at` the time of now
 */
export function drawShare(
  world: World,
  language: Language,
  ask: {
    readonly subject: Subject;
    readonly title: string;
    readonly as: SharedAs;
    readonly at: number;
  },
): View {
  const voice = toVoice(world, language);
  return drawSharedView(voice, ask.subject, ask.as) ?? drawSharedGone(voice, ask.subject, ask);
}

/** What a subject is called in one line; undefined when the catalogue does not have it. */
export function nameSubject(
  world: World,
  language: Language,
  subject: Subject,
): string | undefined {
  return nameOf(toVoice(world, language), subject);
}

/** Where a subject can be shared, who will see it there, and what is left out. */
export function drawShareForm(world: World, language: Language, ask: ShareFormRequest): View {
  return drawShareFormView(toVoice(world, language), ask);
}

/** What came of sharing, with a link to the message or what to do. */
export function drawShareOutcome(world: World, language: Language, ask: ShareOutcomeRequest): View {
  return drawShareOutcomeView(toVoice(world, language), ask);
}
