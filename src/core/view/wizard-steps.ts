import {
  fittingCases,
  formatSelection,
  openChoices,
  type SetUp,
  toSetUp,
} from "../advisor/index.ts";
import type { Dimension, Pack } from "../catalogue/index.ts";

/** One question of the wizard; a question with a single open answer is no step. */
export interface Step {
  readonly dimension: Dimension;
  /** Ids of the choices that still lead somewhere. */
  readonly options: readonly string[];
  /** What was chosen, if anything was. */
  readonly choice: string | undefined;
}

/** The steps known so far: an answered one is filtered by earlier answers, an open one by all. */
export function listSteps(pack: Pack, choices: SetUp["choices"]): Step[] {
  return pack.head.dimensions.flatMap((dimension) => {
    const choice = choices[dimension.id];
    const known = choice === undefined ? choices : before(pack, choices, dimension);
    const options = openChoices(pack, known, dimension);
    return options.length < 2 ? [] : [{ dimension, options, choice }];
  });
}

/** Answers that nobody was asked for, since every case that still fits has them. */
export function listImplied(pack: Pack, choices: SetUp["choices"]): Step[] {
  const fitting = fittingCases(pack, choices).map((found) => toSetUp(found).choices);
  return pack.head.dimensions.flatMap((dimension) => {
    const [choice, ...others] = fitting.map((own) => own[dimension.id]);
    const isImplied = choice !== undefined && others.every((other) => other === choice);
    if (!isImplied || choices[dimension.id] !== undefined) return [];
    return [{ dimension, options: [choice], choice }];
  });
}

/** The answers to the questions that come before that one. */
function before(pack: Pack, choices: SetUp["choices"], { id }: Dimension): SetUp["choices"] {
  const place = pack.head.dimensions.findIndex((dimension) => dimension.id === id);
  const earlier = new Set(pack.head.dimensions.slice(0, place).map((dimension) => dimension.id));
  return Object.fromEntries(Object.entries(choices).filter(([known]) => earlier.has(known)));
}

/**
 * The code of the same set-up without its last answer and what followed from it.
 * Undefined when nothing is answered: the step before is the choice of the product.
 */
export function codeBefore(pack: Pack, choices: SetUp["choices"]): string | undefined {
  const last = listSteps(pack, choices).findLast(({ choice }) => choice !== undefined);
  if (!last) return undefined;
  return formatSelection([{ pack: pack.head.id, choices: before(pack, choices, last.dimension) }]);
}

/** How many questions of the pack are asked at most on the way to a case that still fits. */
export function countSteps(pack: Pack, choices: SetUp["choices"]): number {
  const lengths = fittingCases(pack, choices).map(
    (found) => listSteps(pack, toSetUp(found).choices).length,
  );
  return Math.max(0, ...lengths);
}

/** The code of the set-up with one more answer. */
export function codeWith(setUp: SetUp, dimension: string, choice: string): string {
  return formatSelection([{ ...setUp, choices: { ...setUp.choices, [dimension]: choice } }]);
}
