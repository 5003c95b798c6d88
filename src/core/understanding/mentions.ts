import { type Catalogue, findPack } from "../catalogue/index.ts";
import { readAccounts } from "./accounts.ts";
import type { Meaning } from "./lexicon-index.ts";
import type { Match } from "./match.ts";
import { hasRole, isRelative, isTransparent, type Mention } from "./roles.ts";
import { readSections, wholeScenario } from "./sections.ts";

/** How many filler words may stand between a negation and what it turns around. */
const REACH = 4;

/** How far the halves of a pair may stand apart. */
const PAIR_REACH = 6;

/** How far the next of a list may stand. */
const LIST_REACH = 3;

type ChoiceMeaning = Extract<Meaning, { type: "choice" }>;

function choicesOf(match: Match): ChoiceMeaning[] {
  return match.meanings.filter((meaning) => meaning.type === "choice");
}

/** Everything the text says about set-ups, in the order of the text, negations already turned around. */
export function readMentions(catalogue: Catalogue, matches: readonly Match[]): Mention[] {
  const negated = findNegated(matches);
  const mentions: Mention[] = [];
  for (const [position, match] of matches.entries()) {
    mentions.push(...readSections(catalogue, matches, position));
    for (const meaning of match.meanings)
      if (meaning.type === "scenario")
        mentions.push(...wholeScenario(catalogue, meaning.scenario, match.start, meaning.pack));
    mentions.push(...readPairs(catalogue, matches, position, negated));
    for (const meaning of choicesOf(match))
      for (const choice of readChoice(
        catalogue,
        meaning,
        negated.has(position),
        isBoth(matches, position),
      ))
        mentions.push({
          ...toMention(match, meaning, choice),
          isListed: isListed(matches, position, meaning),
        });
  }
  mentions.push(...readAccounts(catalogue, matches));
  const sure = mentions.filter((mention) => !isUnsure(catalogue, matches, mention));
  return withoutDoubtfulPairs(sure.sort((a, b) => a.at - b.at));
}

/** An answer that the text rules out and that has no opposite: "no Mail Send". */
export type Exclusion = Pick<ChoiceMeaning, "pack" | "dimension" | "choice">;

/** What the text rules out: "no" or "without" right before an answer that has no opposite. */
export function readExclusions(catalogue: Catalogue, matches: readonly Match[]): Exclusion[] {
  return matches.flatMap((match, position) => {
    const before = matches[position - 1]?.meanings ?? [];
    const isRuledOut = before.some(
      (meaning) => meaning.type === "intent" && meaning.id === "lacking",
    );
    return isRuledOut ? choicesOf(match).filter((meaning) => !oppositeOf(catalogue, meaning)) : [];
  });
}

/** How many words may stand between a choice and the doubt about it. */
const DOUBT_REACH = 6;

/** "Token Vault maybe, not decided": a choice in doubt is asked back. */
function isUnsure(
  catalogue: Catalogue,
  matches: readonly Match[],
  { at, pack, choices, whole }: Mention,
): boolean {
  const [dimension = "", ...more] = Object.keys(choices);
  const choice = choices[dimension] ?? "";
  if (whole || more.length > 0 || !oppositeOf(catalogue, { pack, dimension, choice })) return false;
  return matches.some(
    ({ start, meanings }) =>
      Math.abs(start - at) <= DOUBT_REACH &&
      meanings.some((meaning) => meaning.type === "intent" && meaning.id === "unsure"),
  );
}

/** "catalog and settings", "basic, home and catalog": joined with another answer to the same question. */
function isListed(matches: readonly Match[], position: number, meaning: ChoiceMeaning): boolean {
  const isSame = (match: Match) =>
    choicesOf(match).some(
      ({ pack, dimension, choice }) =>
        pack === meaning.pack && dimension === meaning.dimension && choice !== meaning.choice,
    );
  return ([1, -1] as const).some((step) => {
    let isJoined = false;
    for (let steps = 1; steps <= LIST_REACH; steps++) {
      const match = matches[position + step * steps];
      if (!match) return false;
      if (isSame(match)) return isJoined || match.clause !== matches[position]?.clause;
      isJoined ||= hasRole(match, "join");
      const isProduct = match.meanings.some(({ type }) => type === "product");
      if (!(isTransparent(match) || hasRole(match, "join") || isProduct)) return false;
    }
    return false;
  });
}

/** A pair says nothing where a phrase near it answers the same. */
function withoutDoubtfulPairs(mentions: readonly Mention[]): Mention[] {
  return mentions.filter((mention) => {
    if (!mention.isPair) return true;
    const [dimension = ""] = Object.keys(mention.choices);
    return !mentions.some(
      (other) =>
        !other.isPair &&
        other.pack === mention.pack &&
        other.choices[dimension] !== undefined &&
        Math.abs(other.at - mention.at) <= PAIR_REACH,
    );
  });
}

type Half = Extract<Meaning, { type: "half" }>;

function halvesOf(match: Match): Half[] {
  return match.meanings.filter((meaning) => meaning.type === "half");
}

/** "a different … mailbox": the first half stands here, the other one near it. */
function readPairs(
  catalogue: Catalogue,
  matches: readonly Match[],
  position: number,
  negated: ReadonlySet<number>,
): Mention[] {
  const match = matches[position] as Match;
  const near = matches
    .map((other, at) => ({ other, at }))
    .slice(Math.max(0, position - PAIR_REACH), position + PAIR_REACH + 1)
    .filter(({ other }) => other !== match && other.clause === match.clause);
  return halvesOf(match).flatMap((half) => {
    if (half.side !== "one") return [];
    const found = near.find(({ other }) => halvesOf(other).some((known) => isPair(half, known)));
    if (!found) return [];
    const choice: ChoiceMeaning = { ...half, type: "choice", weak: true };
    const isNegated =
      negated.has(position) || negated.has(found.at) || isParted(matches, position, found.at);
    return readChoice(catalogue, choice, isNegated, false).map((id) => ({
      ...toMention(match, choice, id),
      isPair: true,
    }));
  });
}

/** "the sender is not the reader": a negation stands between the two halves. */
function isParted(matches: readonly Match[], one: number, other: number): boolean {
  const between = matches.slice(Math.min(one, other) + 1, Math.max(one, other));
  return between.some((match) => hasRole(match, "negation") && !isRelative(match));
}

function isPair(one: Half, other: Half): boolean {
  return other.side === "other" && other.pair === one.pair && other.dimension === one.dimension;
}

function toMention(
  { start }: Match,
  { pack, dimension, weak }: ChoiceMeaning,
  choice: string,
): Mention {
  return { at: start, pack, choices: { [dimension]: choice }, weak, whole: false };
}

/** The choices that a word stands for here: none, itself, its opposite, or both. */
function readChoice(
  catalogue: Catalogue,
  meaning: ChoiceMeaning,
  isNegated: boolean,
  isDouble: boolean,
): string[] {
  const turned = isNegated || isDouble ? oppositeOf(catalogue, meaning) : undefined;
  if (isDouble) return turned ? [meaning.choice, turned] : [meaning.choice];
  if (isNegated) return turned ? [turned] : [];
  return [meaning.choice];
}

/** True where "with and without" stands right before, filler aside. */
function isBoth(matches: readonly Match[], position: number): boolean {
  for (let at = position - 1; at >= Math.max(0, position - REACH); at--) {
    const match = matches[at] as Match;
    if (hasRole(match, "both")) return true;
    if (!isTransparent(match)) return false;
  }
  return false;
}

/** Positions of the matches that a negation turns around. */
function findNegated(matches: readonly Match[]): ReadonlySet<number> {
  const negated = new Set<number>();
  for (const [position, match] of matches.entries()) {
    const isBefore = hasRole(match, "negation");
    if (isRelative(match)) continue;
    if (!isBefore && !hasRole(match, "negationAfter")) continue;
    const target =
      (isBefore ? seek(matches, position, 1) : undefined) ??
      (hasRole(match, "negationAfter") ? seek(matches, position, -1) : undefined);
    if (target === undefined) continue;
    if (negated.has(target)) negated.delete(target);
    else negated.add(target);
  }
  return negated;
}

/** The nearest choice on that side within reach, with nothing but transparent words between. */
function seek(matches: readonly Match[], from: number, step: 1 | -1): number | undefined {
  const clause = matches[from]?.clause;
  for (let steps = 1, at = from + step; steps <= REACH; steps++, at += step) {
    const match = matches[at];
    if (!match || match.clause !== clause) return undefined;
    if (choicesOf(match).length > 0 || halvesOf(match).length > 0) return at;
    if (hasRole(match, "negation") || hasRole(match, "contrast")) return undefined;
    if (step === -1 && !isTransparent(match) && match.meanings.length > 0) return undefined;
  }
  return undefined;
}

/** What a negated choice means, or undefined where the negation only rules it out. */
function oppositeOf(
  catalogue: Catalogue,
  { pack, dimension, choice }: Pick<ChoiceMeaning, "pack" | "dimension" | "choice">,
): string | undefined {
  const known = findPack(catalogue, pack)?.head.dimensions.find(({ id }) => id === dimension);
  return known?.choices.find(({ id }) => id === choice)?.opposite;
}
