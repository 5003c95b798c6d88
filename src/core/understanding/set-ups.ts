import {
  type Case,
  fittingCases,
  type Resolution,
  resolveSetUp,
  type Selection,
  type SetUp,
} from "../advisor/index.ts";
import { type Catalogue, findPack } from "../catalogue/index.ts";
import type { Mention } from "./roles.ts";

/** Evidence that a pack is meant at all, so that its weak words count. */
export interface Evidence {
  /** Packs named by product, or chosen earlier in the talk. */
  readonly packs: ReadonlySet<string>;
  /** Packs named by product in this very text. */
  readonly named: ReadonlySet<string>;
  /** Answers are set against each other, so several to one question are meant. */
  readonly isSeveral: boolean;
}

/** Puts what was mentioned together into set-ups. */
export function toSetUps(
  catalogue: Catalogue,
  mentions: readonly Mention[],
  evidence: Evidence,
): SetUp[] {
  const backed = new Set([
    ...evidence.packs,
    ...mentions.filter((mention) => !mention.weak).map((mention) => mention.pack),
  ]);
  const said = mentions.filter((mention) => !mention.weak || backed.has(mention.pack));
  const known = dropStrangers(catalogue, said, evidence);
  const counted = dropFactsOnly(catalogue, dropOverruled(catalogue, known));
  const settled = evidence.isSeveral ? counted : settleDoubts(catalogue, counted);
  const setUps: OpenSetUp[] = [];
  for (const mention of settled) place(catalogue, setUps, mention);
  return fillGaps(catalogue, withoutRepeats(setUps));
}

interface OpenSetUp {
  readonly pack: string;
  readonly choices: Record<string, string>;
  isWhole: boolean;
}

function place(catalogue: Catalogue, setUps: OpenSetUp[], mention: Mention): void {
  const open = setUps.findLast((setUp) => setUp.pack === mention.pack);
  const entries = Object.entries(mention.choices);
  const fits =
    open !== undefined &&
    !(mention.whole && open.isWhole) &&
    entries.every(
      ([id, choice]) => open.choices[id] === undefined || open.choices[id] === choice,
    ) &&
    isOneFlow(catalogue, open.pack, { ...open.choices, ...mention.choices });
  if (fits) {
    Object.assign(open.choices, mention.choices);
    open.isWhole ||= mention.whole;
  } else {
    setUps.push({ pack: mention.pack, choices: { ...mention.choices }, isWhole: mention.whole });
  }
}

/** False where some case answers the questions, but none asks all of them: a sign-in has no destination. */
export function isOneFlow(
  catalogue: Catalogue,
  packId: string,
  choices: SetUp["choices"],
): boolean {
  const pack = findPack(catalogue, packId);
  if (!pack) return false;
  const asked = Object.keys(choices).filter((id) => !hasOpposites(catalogue, packId, id));
  const cases = fittingCases(pack, choices);
  if (asked.length < 2 || cases.length === 0 || cases.every(hasNoPermissions)) return true;
  return cases.some(({ scenario, variant }) =>
    asked.every((id) => scenario.choices[id] !== undefined || variant.when[id] !== undefined),
  );
}

/** A word of another pack says nothing where one pack is plainly meant: a service account in AutoStore. */
function dropStrangers(
  catalogue: Catalogue,
  mentions: readonly Mention[],
  { named }: Evidence,
): Mention[] {
  const isFlow = (mention: Mention) =>
    !mention.weak &&
    Object.keys(mention.choices).some((id) => !hasOpposites(catalogue, mention.pack, id));
  const flows = new Set(mentions.filter(isFlow).map(({ pack }) => pack));
  const main = [...flows].filter(
    (pack) => (findPack(catalogue, pack)?.head.dimensions.length ?? 0) > 1,
  );
  if (main.length === 0) return [...mentions];
  return mentions.filter(({ pack, whole }) => whole || named.has(pack) || main.includes(pack));
}

/** How plainly a mention says what it says. */
function plainness({ weak, isPair }: Mention): number {
  return weak ? (isPair ? 0 : 1) : 2;
}

/**
 * One flow has one answer to a yes-or-no question: the plainest counts, and of two as plain none,
 * so that it is asked back. Flows of several sources or destinations keep all of their answers.
 */
function settleDoubts(catalogue: Catalogue, mentions: readonly Mention[]): Mention[] {
  const several = new Set<string>();
  const seen = new Map<string, string>();
  for (const { pack, choices, whole } of mentions)
    for (const [id, choice] of Object.entries(choices)) {
      if (whole) several.add(pack);
      if (hasOpposites(catalogue, pack, id)) continue;
      if ((seen.get(`${pack}/${id}`) ?? choice) !== choice) several.add(pack);
      seen.set(`${pack}/${id}`, choice);
    }
  return mentions.filter((mention) => {
    const [id = "", ...more] = Object.keys(mention.choices);
    if (several.has(mention.pack) || more.length > 0 || !hasOpposites(catalogue, mention.pack, id))
      return true;
    const rivals = mentions.filter(
      ({ pack, choices }) =>
        pack === mention.pack && choices[id] !== undefined && choices[id] !== mention.choices[id],
    );
    return rivals.every(
      (rival) => rival.at === mention.at || plainness(rival) < plainness(mention),
    );
  });
}

/** "mail the scans, then file them in OneDrive": a weak word gives way to a plain one. */
function dropOverruled(catalogue: Catalogue, mentions: readonly Mention[]): Mention[] {
  const plain = mentions.filter(({ weak }) => !weak);
  return mentions.filter((mention) => {
    if (!mention.weak || mention.isListed) return true;
    const [dimension = ""] = Object.keys(mention.choices);
    const isOverruled = plain.some(
      ({ pack, choices }) =>
        pack === mention.pack &&
        choices[dimension] !== undefined &&
        plain.every(
          (other) =>
            other.pack !== pack ||
            isOneFlow(catalogue, pack, {
              ...other.choices,
              [dimension]: choices[dimension] as string,
            }),
        ),
    );
    return !isOverruled || hasOpposites(catalogue, mention.pack, dimension);
  });
}

/** Dimensions of two answers, where a plain word for one does not silence the other. */
function hasOpposites(catalogue: Catalogue, packId: string, id: string): boolean {
  const dimension = findPack(catalogue, packId)?.head.dimensions.find((known) => known.id === id);
  return dimension?.choices.some(({ opposite }) => opposite !== undefined) ?? false;
}

/** A set-up without permissions (shared mailboxes) gives way to one that has them. */
function dropFactsOnly(catalogue: Catalogue, mentions: readonly Mention[]): Mention[] {
  const isFactsOnly = (mention: Mention) => {
    const pack = findPack(catalogue, mention.pack);
    if (!pack || mention.whole) return false;
    const cases = fittingCases(pack, mention.choices);
    return cases.length > 0 && cases.every(hasNoPermissions);
  };
  const isRival = (mention: Mention, rival: Mention) =>
    !rival.weak &&
    !isFactsOnly(rival) &&
    Object.keys(rival.choices).some((dimension) => dimension in mention.choices);
  return mentions.filter(
    (mention) =>
      !isFactsOnly(mention) ||
      !mentions.some(
        (other) =>
          other.pack === mention.pack &&
          (isRival(mention, other) || (other.isPair && other.at === mention.at)),
      ),
  );
}

export function hasNoPermissions(found: Case): boolean {
  return found.variant.configured.length === 0 && found.scenario.context === undefined;
}

function withoutRepeats(setUps: readonly SetUp[]): SetUp[] {
  const seen = new Map<string, SetUp>();
  for (const { pack, choices } of setUps) {
    const key = JSON.stringify([pack, Object.entries(choices).sort()]);
    if (!seen.has(key)) seen.set(key, { pack, choices });
  }
  return [...seen.values()];
}

/** "IMAP and POP3 with another sender": what one set-up lacks, its neighbors may have said. */
function fillGaps(catalogue: Catalogue, setUps: readonly SetUp[]): SetUp[] {
  if (setUps.length < 2) return [...setUps];
  const filled = setUps.map((setUp, index) => {
    const neighbors = [...setUps.slice(0, index).reverse(), ...setUps.slice(index + 1)];
    return fillFrom(catalogue, setUp, neighbors);
  });
  return withoutRepeats(filled);
}

/** The set-up with its missing answers taken from the first neighbor of its pack that gives them. */
export function fillFrom(catalogue: Catalogue, setUp: SetUp, neighbors: Selection): SetUp {
  let current = setUp;
  for (let round = 0; round < 8; round++) {
    const resolution = resolveSetUp(catalogue, current);
    if (resolution.kind !== "missing") return current;
    const { dimension, options } = resolution;
    const answer = neighbors
      .filter((neighbor) => neighbor.pack === current.pack)
      .map((neighbor) => neighbor.choices[dimension.id])
      .find((choice) => choice !== undefined && options.includes(choice));
    if (answer === undefined) return borrow(catalogue, current, neighbors, dimension.id);
    const filled = { ...current.choices, [dimension.id]: answer };
    if (!isOneFlow(catalogue, current.pack, filled)) return current;
    current = { ...current, choices: filled };
  }
  return current;
}

/** "OneDrive with and without": where nobody gives the missing answer, the rest is taken over from a neighbor. */
function borrow(catalogue: Catalogue, setUp: SetUp, neighbors: Selection, missing: string): SetUp {
  const giver = neighbors.find(({ pack, choices }) => pack === setUp.pack && !(missing in choices));
  if (!giver || Object.keys(setUp.choices).length > 1) return setUp;
  return follow(catalogue, giver, setUp);
}

/** Earlier choices under new ones; earlier ones that no longer fit are let go. */
export function follow(catalogue: Catalogue, earlier: SetUp, fresh: SetUp): SetUp {
  const pack = findPack(catalogue, fresh.pack);
  if (!pack || earlier.pack !== fresh.pack) return fresh;
  const choices: Record<string, string> = { ...fresh.choices };
  for (const dimension of pack.head.dimensions) {
    const kept = earlier.choices[dimension.id];
    if (kept === undefined || dimension.id in choices) continue;
    const tried = { ...choices, [dimension.id]: kept };
    if (fittingCases(pack, tried).length > 0) choices[dimension.id] = kept;
  }
  return { pack: fresh.pack, choices };
}

/** Every resolution of a selection, in its order. */
export function resolveAll(catalogue: Catalogue, selection: Selection): Resolution[] {
  return selection.map((setUp) => resolveSetUp(catalogue, setUp));
}
