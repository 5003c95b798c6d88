import { type Language, type LocalText, localize } from "../local-text.ts";
import { spellDates } from "./dates.ts";
import type { Texts, World } from "./view.ts";

/** What every drawing function speaks with. */
export interface Voice {
  readonly world: World;
  readonly language: Language;
  /** A text of the product by its key. */
  readonly t: Texts;
  /** A text of the catalogue, its dates in the form of the language. */
  readonly local: (text: LocalText) => string;
}

/** Chooses the language in which the world is described. */
export function toVoice(world: World, language: Language): Voice {
  const local = (text: LocalText) => spellDates(localize(text, language), language);
  return { world, language, t: world.texts(language), local };
}
