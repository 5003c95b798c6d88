import { type Catalogue, findPack, type Pack } from "../catalogue/index.ts";
import { fold } from "./fold.ts";
import type { Match } from "./match.ts";
import { hasRole, type Mention } from "./roles.ts";

/** How much farther a cue counts for every clause or joiner between it and the account. */
const CLAUSE = 4;

/** Longest word of "of the", "des", "de la". */
const LINK_LENGTH = 3;

/** Words on either side of an account that may name it. */
const NAME_REACH = 2;

/** Shortest word that names an account: "la boîte RH". */
const NAME_LENGTH = 2;

/** A dimension that asks whether two accounts are one: its first choice says yes. */
interface Asked {
  readonly pack: string;
  readonly dimension: string;
  readonly same: string;
  readonly other: string;
  /** Words for accounts that end a compound: "postfach". */
  readonly nouns: readonly string[];
}

/** Shortest noun and shortest name in a compound: "Faxpostfach". */
const COMPOUND = { noun: 4, name: 3 };

type Side = "start" | "end";

/**
 * Whether the reading and the sending account are one, told by their names: "the helpdesk inbox …
 * a dedicated service mailbox sends". One name alone tells nothing, but for a "but" before it.
 */
export function readAccounts(catalogue: Catalogue, matches: readonly Match[]): Mention[] {
  return listAsked(catalogue).flatMap((asked) => {
    const nouns = listNouns(matches, asked);
    if (nouns.length === 0) return [];
    const names = { start: new Set<string>(), end: new Set<string>() };
    for (const { at, own } of nouns) {
      const side = sideOf(catalogue, matches, at, asked);
      if (side)
        for (const name of [...own, ...namesAround(matches, at, asked)]) names[side].add(name);
    }
    const isOpposed = nouns.some(({ at }) => isContrasted(matches, at, asked));
    const choice = compareNames(names, asked, isOpposed);
    if (!choice) return [];
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

interface Names {
  readonly start: ReadonlySet<string>;
  readonly end: ReadonlySet<string>;
}

/** One name on both sides is one account; a sender's name after a "but" is another one's. */
function compareNames(
  { start, end }: Names,
  { same, other }: Asked,
  isOpposed: boolean,
): string | undefined {
  if (end.size === 0) return undefined;
  if (start.size === 0) return isOpposed ? other : undefined;
  return start.isDisjointFrom(end) ? other : same;
}

/** "…, but the headquarters' account sends": a name before the account, a "but" before both. */
function isContrasted(matches: readonly Match[], at: number, asked: Asked): boolean {
  if (namesToward(matches, { at, step: -1, asked }).length === 0) return false;
  return matches.some((match, position) => position < at && hasRole(match, "contrast"));
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
      const { opposite } = same;
      const nouns = listEndings(pack, id, opposite);
      return [{ pack: pack.head.id, dimension: id, same: same.id, other: opposite, nouns }];
    }),
  );
  askedOf.set(catalogue, found);
  return found;
}

/** Single words of the first pair for "other": what an account is called. */
function listEndings({ lexicons }: Pack, dimension: string, other: string): string[] {
  const words = Object.values(lexicons).flatMap(
    ({ nearChoices }) => nearChoices[dimension]?.[other]?.[0]?.other ?? [],
  );
  return words.map(fold).filter((word) => word.length >= COMPOUND.noun && !word.includes(" "));
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
    const name = nameInCompound(word, asked);
    const isFree = match.meanings.every(({ type }) => type === "choice" || type === "scenario");
    return name !== undefined && isFree ? [{ at, own: [name] }] : [];
  });
}

/** "fax" of "faxpostfach", without the s that joins: "rechnung" of "rechnungspostfach". */
function nameInCompound(word: string, { nouns }: Asked): string | undefined {
  const noun = nouns.find((one) => word.endsWith(one) && word.length - one.length >= COMPOUND.name);
  return noun === undefined ? undefined : word.slice(0, -noun.length).replace(/(?<=...)s$/, "");
}

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
  let nearest: { side: Side; apart: number } | undefined;
  for (const [position, match] of matches.entries()) {
    const side = cueOf(catalogue, match, asked);
    if (!side || position === at) continue;
    // Of two as near, the one after the account wins: it stands before its verb.
    const apart = distanceOf(matches, position, at);
    if (!nearest || apart <= nearest.apart) nearest = { side, apart };
  }
  return nearest?.side;
}

function distanceOf(matches: readonly Match[], one: number, other: number): number {
  const [from, to] = one < other ? [one, other] : [other, one];
  const clauses = (matches[to]?.clause ?? 0) - (matches[from]?.clause ?? 0);
  const joiners = matches
    .slice(from + 1, to)
    .filter((match) => hasRole(match, "join") || hasRole(match, "contrast")).length;
  return to - from + CLAUSE * (clauses + joiners);
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
function namesAround(matches: readonly Match[], at: number, asked: Asked): string[] {
  return ([-1, 1] as const).flatMap((step) => namesToward(matches, { at, step, asked }));
}

function namesToward(
  matches: readonly Match[],
  { at, step, asked }: { at: number; step: 1 | -1; asked: Asked },
): string[] {
  const clause = matches[at]?.clause;
  const names: string[] = [];
  for (let steps = 1; steps <= NAME_REACH + names.length; steps++) {
    const match = matches[at + step * steps];
    if (!match || match.clause !== clause) break;
    const [word = ""] = match.words;
    if (isName(match, asked) && word.length >= NAME_LENGTH) names.push(word);
    else if (names.length > 0 || !isLink(match, step)) break;
  }
  return names;
}

/** A word nobody knows (at best with a typo), or one that only another pack knows. */
function isName({ meanings, cost }: Match, { pack }: Asked): boolean {
  if (cost >= 1) return true;
  return meanings.every((meaning) => meaning.type === "choice" && meaning.pack !== pack);
}

/** "of the", "des", "de la" between an account and its name; before it, another word for it. */
function isLink(match: Match, step: 1 | -1): boolean {
  const isShort = match.words.length === 1 && (match.words[0] ?? "").length <= LINK_LENGTH;
  if (step === 1) return isShort && hasRole(match, "filler") && !hasRole(match, "join");
  return match.meanings.some(({ type }) => type === "half");
}
