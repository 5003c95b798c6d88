import { z } from "zod";
import { parseSelection, type Selection } from "../../core/advisor/index.ts";
import { AppError } from "../../core/errors.ts";
import type { World } from "../../core/view/index.ts";

/** A selection's code as cards carry it. */
export const Code = z.string().min(1).max(2000);

/**
 * Reads a code that a card sent.
 * @throws AppError ERR_ACTION_INPUT for a code of another version or with unknown names
 */
export function readSelection({ catalogue }: World, code: string): Selection {
  const selection = parseSelection(catalogue, code);
  if (!selection)
    throw new AppError("ERR_ACTION_INPUT", "a card sent a selection that is not valid");
  return selection;
}
