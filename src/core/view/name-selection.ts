import { casesOfSelection, parseSelection } from "../advisor/index.ts";
import { findPack } from "../catalogue/index.ts";
import type { Language } from "../local-text.ts";
import { caseTitle } from "./names.ts";
import type { World } from "./view.ts";
import { toVoice } from "./voice.ts";

/**
 * What a selection is called in one line: its case, the number of its cases, or its products while it names
 * no case.
 * @returns undefined where nothing is known of the code
 */
export function nameSelection(world: World, language: Language, code: string): string | undefined {
  const voice = toVoice(world, language);
  const { catalogue } = world;
  const selection = parseSelection(catalogue, code);
  if (!selection || selection.length === 0) return undefined;
  const [only, ...others] = casesOfSelection(catalogue, selection);
  if (only && others.length === 0) return caseTitle(voice, only);
  if (only) return voice.t("answer.unionTitle", { count: others.length + 1 });
  const packs = [...new Set(selection.map(({ pack }) => pack))];
  const titles = packs.flatMap((id) => findPack(catalogue, id)?.head.title ?? []);
  return titles.map((title) => voice.local(title)).join(voice.t("source.join"));
}
