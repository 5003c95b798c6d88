import type { Question } from "../understanding/index.ts";

type Known = Pick<Question, "kind" | "language"> & Partial<Question>;

/** A question that no text was understood for: what a button or a rule asks. All else in it is empty. */
export function createQuestion(known: Known): Question {
  return {
    selection: [],
    permissions: [],
    notes: [],
    codes: [],
    nearest: [],
    identifiers: {},
    confidence: 1,
    ...known,
  };
}
