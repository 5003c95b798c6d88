import { type Catalogue, findPack } from "../catalogue/index.ts";
import type { Match } from "./match.ts";
import { hasRole, type Mention } from "./roles.ts";

/** How much farther a cue counts for every clause between it and the account. */
const CLAUSE = 4;

/** Words on either side of an account that may name it. */
const NAME_REACH = 2;

/** Shortest word that names an account; shorter ones are articles and the like. */
const NAME_LENGTH = 3;

/** A dimension that asks whether two accounts are one: its first choice says yes. */
interface Asked {
  readonly pack: string;
  readonly dimension: string;
  readonly same: string;
  readonly other: string;
}

type Side = "start" | "end";

/**
 * Whether the reading and the sending account are one, told by their names: "the helpdesk inbox …
 * a dedicated service mailbox sends". Both must be named; one name alone tells nothing.
 */
export function readAccounts(catalogue: Catalogue, matches: readonly Match[]): Mention[] {
  return listAsked(catalogue).flatMap((asked) => {
    const nouns = listNouns(matches, asked);
    if (nouns.length < 2) return [];
    const names = { start: new Set<string>(), end: new Set<string>() };
    for (const { at, own } of nouns) {
      const side = sideOf(catalogue, matches, at, asked);
      if (side) for (const name of [...own, ...namesAround(matches, at)]) names[side].add(name);
    }
    if (names.start.size === 0 || names.end.size === 0) return [];
    const choice = names.start.isDisjointFrom(names.end) ? asked.other : asked.same;
    const last = matches[nouns.at(-1)?.at ?? 0];
    return [
      {
        at: last?.start ?? 0,
        pack: asked.pack,
        choices: { [asked.dimension]: choice },
        weak: true,
        whole: false,
        isPair: true,
      },
    ];
  });
}

const askedOf = new WeakMap<Catalogue, readonly Asked[]>();

/** Dimensions of two opposite choices that the lexicons tell by pairs of words. */
function listAsked(catalogue: Catalogue): readonly Asked[] {
  const known = askedOf.get(catalogue);
  if (known) return known;
  const found = catalogue.packs.flatMap((pack) =>
    pack.head.dimensions.flatMap(({ id, choices }): Asked[] => {
      const [same] = choices;
      const pairs = Object.values(pack.lexicons).some(
        ({ nearChoices }) => nearChoices[id]?.[same?.opposite ?? ""],
      );
      if (!same?.opposite || !pairs) return [];
      return [{ pack: pack.head.id, dimension: id, same: same.id, other: same.opposite }];
    }),
  );
  askedOf.set(catalogue, found);
  return found;
}

interface Noun {
  readonly at: number;
  /** What a compound says of it: "Faxpostfach" is the "fax" one. */
  readonly own: readonly string[];
}

/** Words for accounts: those of the first pair for "other", and compounds that end with one. */
function listNouns(matches: readonly Match[], asked: Asked): Noun[] {
  return matches.flatMap((match, at): Noun[] => {
    const [word = "", ...more] = match.words;
    if (more.length > 0) return [];
    if (isHalf(match, asked, `${asked.other} 0`, "other")) return [{ at, own: [] }];
    const ending = COMPOUND.exec(word);
    const isFree = match.meanings.every(({ type }) => type === "choice" || type === "scenario");
    return ending?.[1] && isFree ? [{ at, own: [ending[1]] }] : [];
  });
}

const COMPOUND = /^([a-z]{3,}?)s?(?:postfach|konto|adresse|benutzer|account|user|mailbox)$/u;

function isHalf(match: Match, asked: Asked, pair: string, side: "one" | "other"): boolean {
  return match.meanings.some(
    (meaning) =>
      meaning.type === "half" &&
      meaning.dimension === asked.dimension &&
      meaning.pair === pair &&
      meaning.side === side,
  );
}

/** Where a flow starts or ends: the nearest word that tells. */
function sideOf(
  catalogue: Catalogue,
  matches: readonly Match[],
  at: number,
  asked: Asked,
): Side | undefined {
  const noun = matches[at] as Match;
  const nearest = { start: Number.POSITIVE_INFINITY, end: Number.POSITIVE_INFINITY };
  for (const [position, match] of matches.entries()) {
    const side = cueOf(catalogue, match, asked);
    if (!side || position === at) continue;
    const apart = Math.abs(position - at) + CLAUSE * Math.abs(match.clause - noun.clause);
    nearest[side] = Math.min(nearest[side], apart);
  }
  if (nearest.start === nearest.end) return undefined;
  return nearest.start < nearest.end ? "start" : "end";
}

/** What a flow starts with is the pack's first question, where it ends the second. */
function cueOf(catalogue: Catalogue, match: Match, asked: Asked): Side | undefined {
  const dimensions = findPack(catalogue, asked.pack)?.head.dimensions ?? [];
  const says = (index: number) =>
    match.meanings.some(
      (meaning) =>
        meaning.type === "choice" &&
        meaning.pack === asked.pack &&
        meaning.dimension === dimensions[index]?.id &&
        match.words.length <= 4,
    );
  if (isHalf(match, asked, `${asked.same} 1`, "one")) return "end";
  if (isHalf(match, asked, `${asked.same} 1`, "other")) return "start";
  return says(1) ? "end" : says(0) ? "start" : undefined;
}

/** Words nobody in the catalogue knows, right beside the account: its name. */
function namesAround(matches: readonly Match[], at: number): string[] {
  return [...namesToward(matches, at, -1), ...namesToward(matches, at, 1)];
}

function namesToward(matches: readonly Match[], at: number, step: 1 | -1): string[] {
  const clause = matches[at]?.clause;
  const names: string[] = [];
  for (let steps = 1; steps <= NAME_REACH + names.length; steps++) {
    const match = matches[at + step * steps];
    if (!match || match.clause !== clause) break;
    const [word = ""] = match.words;
    if (match.meanings.length === 0 && word.length >= NAME_LENGTH) names.push(word);
    else if (names.length > 0 || !isLink(match, step)) break;
  }
  return names;
}

/** "of the", "des", "de la" between an account and its name; before it, another word for it. */
function isLink(match: Match, step: 1 | -1): boolean {
  const isShort = match.words.length === 1 && (match.words[0] ?? "").length <= NAME_LENGTH;
  if (step === 1) return isShort && hasRole(match, "filler") && !hasRole(match, "join");
  return match.meanings.some(({ type }) => type === "half");
}
