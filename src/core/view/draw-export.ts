import { casesOfSelection, parseSelection } from "../advisor/index.ts";
import type { Language } from "../local-text.ts";
import { drawExportView, type ExportRequest } from "./export.ts";
import type { View, World } from "./view.ts";
import { toVoice } from "./voice.ts";

/**
 * Offers the formats in which a result can be had, each with its download, or shows what was written in one.
 * @param input `formats` that have something to write, in words; `chosen` what was written
 * @returns undefined when the code is not valid or names no complete case
 */
export function drawExport(
  world: World,
  language: Language,
  input: Omit<ExportRequest, "selection" | "cases"> & { readonly s: string },
): View | undefined {
  const selection = parseSelection(world.catalogue, input.s);
  const cases = selection ? casesOfSelection(world.catalogue, selection) : [];
  if (!selection || cases.length === 0) return undefined;
  return drawExportView(toVoice(world, language), { ...input, selection, cases });
}
