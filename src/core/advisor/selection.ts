import type { Choice, Dimension, Scenario, Variant } from "../catalogue/index.ts";
import { type Catalogue, findPack, type Pack } from "../catalogue/index.ts";

/** Answers so far about one set-up of one pack: dimension id -> choice id. */
export interface SetUp {
  readonly pack: string;
  readonly choices: Readonly<Record<string, string>>;
}

/** Everything a question is about; more than one set-up means one app registration for all. */
export type Selection = readonly SetUp[];

/** One documented case in one of its forms. */
export interface Case {
  readonly pack: Pack;
  readonly scenario: Scenario;
  readonly variant: Variant;
}

/** Where a set-up leads: to a case, to the first question that is open, or nowhere. */
export type Resolution =
  | { readonly kind: "found"; readonly found: Case }
  | { readonly kind: "missing"; readonly dimension: Dimension; readonly options: readonly string[] }
  | { readonly kind: "none" };

/** `autostore:5`: how a scenario is named outside the pack. */
export function caseId(found: Case): string {
  return `${found.pack.head.id}:${found.scenario.id}`;
}

/** What a case asks of a dimension: the choices that fit, or undefined when it does not matter. */
function wanted(found: Case, dimension: string): readonly string[] | undefined {
  const own = found.variant.when[dimension];
  return own === undefined ? found.scenario.choices[dimension] : [own];
}

/** Every case of a pack. */
export function listCases(pack: Pack): Case[] {
  return pack.scenarios.flatMap((scenario) =>
    scenario.variants.map((variant) => ({ pack, scenario, variant })),
  );
}

/** The cases that no choice rules out. */
export function fittingCases(pack: Pack, choices: SetUp["choices"]): Case[] {
  return listCases(pack).filter((found) =>
    Object.entries(choices).every(([dimension, choice]) => {
      const fitting = wanted(found, dimension);
      return fitting === undefined || fitting.includes(choice);
    }),
  );
}

/**
 * What was answered and does not tell this case from others: the document says nothing of it. Answers that
 * the document takes for granted, and those of dimensions with a default, are left out.
 */
export function ignoredChoices(found: Case, { choices }: SetUp): Choice[] {
  return found.pack.head.dimensions.flatMap((dimension) => {
    const choice = dimension.choices.find(({ id }) => id === choices[dimension.id]);
    const isMeant =
      dimension.default !== undefined ||
      wanted(found, dimension.id) !== undefined ||
      found.scenario.assumes[dimension.id] === choice?.id;
    return choice && !isMeant ? [choice] : [];
  });
}

/** True when something was answered that plays no part in the case. */
function isOutOfPlay({ scenario }: Case, choices: SetUp["choices"]): boolean {
  return scenario.without.some((dimension) => dimension in choices);
}

/** The choices of a dimension that still lead somewhere, in the pack's order. */
export function openChoices(pack: Pack, choices: SetUp["choices"], dimension: Dimension): string[] {
  const others = Object.fromEntries(Object.entries(choices).filter(([id]) => id !== dimension.id));
  const fitting = fittingCases(pack, others)
    .filter((found) => !isOutOfPlay(found, others))
    .flatMap((found) => wanted(found, dimension.id) ?? []);
  return dimension.choices.map((choice) => choice.id).filter((id) => fitting.includes(id));
}

/** Finds the one case of a set-up, or the first dimension whose answer is missing. */
export function resolveSetUp(catalogue: Catalogue, setUp: SetUp): Resolution {
  const pack = findPack(catalogue, setUp.pack);
  if (!pack) return { kind: "none" };
  const cases = fittingCases(pack, setUp.choices);
  if (cases.length === 0) return { kind: "none" };
  return narrow(pack, setUp.choices, cases);
}

function narrow(pack: Pack, choices: SetUp["choices"], cases: readonly Case[]): Resolution {
  const inPlay = cases.filter((found) => !isOutOfPlay(found, choices));
  let left = inPlay.length > 0 ? inPlay : cases;
  for (const dimension of pack.head.dimensions) {
    if (left.length === 1) break;
    if (choices[dimension.id] !== undefined) continue;
    const options = openChoices(pack, choices, dimension).filter((id) =>
      left.some((found) => wanted(found, dimension.id)?.includes(id)),
    );
    if (options.length < 2) continue;
    if (!dimension.default) return { kind: "missing", dimension, options };
    left = left.filter((found) => {
      const fitting = wanted(found, dimension.id);
      return fitting === undefined || fitting.includes(dimension.default as string);
    });
  }
  const [found, ...rest] = left;
  return found && rest.length === 0 ? { kind: "found", found } : { kind: "none" };
}

/** The set-up that leads to exactly this case. */
export function toSetUp(found: Case): SetUp {
  const own = Object.entries(found.scenario.choices).flatMap(([dimension, fitting]) =>
    fitting.length === 1 ? [[dimension, fitting[0] as string] as const] : [],
  );
  return {
    pack: found.pack.head.id,
    choices: { ...Object.fromEntries(own), ...found.variant.when },
  };
}

const VERSION = "1";

/** True for a code that a later version of the product wrote. */
export function isLaterCode(code: string): boolean {
  const [version = ""] = code.split("~");
  return /^\d+$/.test(version) && Number(version) > Number(VERSION);
}

/**
 * The one canonical text of a selection, safe in URLs and card data:
 * `1~autostore.sender_other.source_imap~nbold.scope_home`. Order of choices and set-ups does not matter.
 */
export function formatSelection(selection: Selection): string {
  const parts = selection.map(({ pack, choices }) =>
    [
      pack,
      ...Object.entries(choices)
        .map(([id, choice]) => `${id}_${choice}`)
        .sort(),
    ].join("."),
  );
  return [VERSION, ...new Set(parts.sort())].join("~");
}

/** Reads such a text. Undefined when it is of another version, malformed, or names unknown things. */
export function parseSelection(catalogue: Catalogue, code: string): Selection | undefined {
  if (code.length > 2000) return undefined;
  const [version, ...parts] = code.split("~");
  if (version !== VERSION) return undefined;
  const setUps = parts.map((part) => parseSetUp(catalogue, part));
  return setUps.every((setUp) => setUp !== undefined) ? setUps : undefined;
}

function parseSetUp(catalogue: Catalogue, part: string): SetUp | undefined {
  const [packId = "", ...pairs] = part.split(".");
  const pack = findPack(catalogue, packId);
  if (!pack) return undefined;
  const choices: Record<string, string> = {};
  for (const pair of pairs) {
    const [id = "", choice = "", ...rest] = pair.split("_");
    const dimension = pack.head.dimensions.find((known) => known.id === id);
    const isKnown = dimension?.choices.some((known) => known.id === choice);
    if (!isKnown || rest.length > 0 || id in choices) return undefined;
    choices[id] = choice;
  }
  return { pack: packId, choices };
}
