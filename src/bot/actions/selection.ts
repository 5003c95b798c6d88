import { z } from "zod";
import { parseSelection, type Selection } from "../../core/advisor/index.ts";
import { AppError } from "../../core/errors.ts";
import { readSubject, type Subject } from "../../core/subject/index.ts";
import type { World } from "../../core/view/index.ts";

/** A selection's code as cards carry it. */
export const Code = z.string().min(1).max(2000);

/** A subject's code as cards carry it. */
export const SubjectCode = z.string().min(1).max(2000);

/**
 * Reads a subject that a card sent.
 * @throws AppError ERR_ACTION_INPUT for one that the catalogue of today does not have
 */
export function readSharedSubject({ catalogue }: World, code: string): Subject {
  const read = readSubject(catalogue, code);
  if (read.kind !== "found")
    throw new AppError("ERR_ACTION_INPUT", "a card named a subject that is not known");
  return read.subject;
}

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
