import type { Resolution, SetUp } from "../advisor/index.ts";
import { findPack } from "../catalogue/index.ts";
import type { Draft } from "./drafts.ts";
import { hasRole } from "./roles.ts";
import { isComplete, type Signals } from "./signals.ts";

/** Two set-ups, or one in two forms, and a word that sets them against each other. */
export function compare(signals: Signals): Draft | undefined {
  const { intents, setUps, resolutions } = signals;
  if (!intents.has("compare") || (setUps.length < 2 && !isComparison(signals)))
    return compareEither(signals);
  const expanded = setUps.flatMap((setUp, index) => expand(setUp, resolutions[index]));
  const selection = expanded.length === 1 ? withOpposite(signals) : expanded;
  return selection.length >= 2 && selection.some((setUp) => isDescribed(signals, setUp))
    ? { kind: "compare", selection }
    : undefined;
}

/** "against", "doesn't need" set things against each other only where two things are named. */
function isComparison({ matches }: Signals): boolean {
  return matches.some(({ meanings }) => {
    const ids = meanings.flatMap((meaning) => (meaning.type === "intent" ? [meaning.id] : []));
    return ids.includes("compare") && !ids.includes("either");
  });
}

/** More is said than a fact that has an opposite: "with or without" alone compares nothing. */
function isDescribed({ catalogue }: Signals, { pack, choices }: SetUp): boolean {
  const dimensions = findPack(catalogue, pack)?.head.dimensions ?? [];
  return dimensions.some(
    ({ id, choices: known }) =>
      choices[id] !== undefined && known.every(({ opposite }) => opposite === undefined),
  );
}

/** "same sender or another one": both are wanted, side by side. */
function compareEither(signals: Signals): Draft | undefined {
  const { intents, setUps } = signals;
  if (!intents.has("either") || setUps.length !== 2 || !isComplete(signals)) return undefined;
  const [one, other] = setUps;
  const dimensions = Object.keys(one?.choices ?? {});
  const apart = dimensions.filter((id) => one?.choices[id] !== other?.choices[id]);
  return one?.pack === other?.pack && apart.length === 1 && dimensions.length > 1
    ? { kind: "compare", selection: setUps }
    : undefined;
}

/** Both answers of the one dimension that is open. */
function expand(setUp: SetUp, resolution: Resolution | undefined): SetUp[] {
  if (resolution?.kind !== "missing" || resolution.options.length !== 2) return [setUp];
  return resolution.options.map((option) => ({
    ...setUp,
    choices: { ...setUp.choices, [resolution.dimension.id]: option },
  }));
}

/** "how does it differ … or not": the last answer that has an opposite, and that opposite. */
function withOpposite({ catalogue, setUps, matches, intents }: Signals): readonly SetUp[] {
  const [setUp] = setUps;
  const isTurned = matches.some((match) => hasRole(match, "negation") || hasRole(match, "both"));
  if (!setUp || !(isTurned || intents.has("either"))) return setUps;
  const turned = findPack(catalogue, setUp.pack)
    ?.head.dimensions.toReversed()
    .flatMap(({ id, choices }) => {
      const opposite = choices.find((choice) => choice.id === setUp.choices[id])?.opposite;
      return opposite ? [{ ...setUp, choices: { ...setUp.choices, [id]: opposite } }] : [];
    })[0];
  return turned ? [setUp, turned] : setUps;
}
