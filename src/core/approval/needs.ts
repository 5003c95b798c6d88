import { casesOfSelection, parseSelection, requirePermissions } from "../advisor/index.ts";
import type { Catalogue } from "../catalogue/index.ts";

/**
 * What a selection needs, each permission once: `graph:Mail.Send application`. A request keeps it as it was
 * when it was asked for, so that a later catalogue can be told apart.
 * @param code of the selection
 * @returns nothing where the catalogue does not know the code any more
 */
export function needsOf(catalogue: Catalogue, code: string): readonly string[] {
  const cases = casesOfSelection(catalogue, parseSelection(catalogue, code) ?? []);
  const needs = requirePermissions(catalogue, cases);
  return [...new Set(needs.map(({ permission, type }) => `${permission.key} ${type}`))];
}
