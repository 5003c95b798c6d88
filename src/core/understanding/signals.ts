import type { Resolution, Selection, SetUp } from "../advisor/index.ts";
import { type Catalogue, findPack } from "../catalogue/index.ts";
import type { Language } from "../local-text.ts";
import type { Extracted } from "./identifiers.ts";
import type { Match } from "./match.ts";
import { type Exclusion, readExclusions, readMentions } from "./mentions.ts";
import { ACTIONS, type ActionId, type Earlier } from "./question.ts";
import type { Ranked } from "./rank.ts";
import { hasRole, isRelative, type Mention } from "./roles.ts";
import { fillFrom, follow, hasNoPermissions, resolveAll, toSetUps } from "./set-ups.ts";

/** What is known of a text before it is decided what it asks. */
export interface Reading {
  readonly catalogue: Catalogue;
  readonly extracted: Extracted;
  readonly matches: readonly Match[];
  readonly language: Language;
  readonly earlier: Earlier | undefined;
  /** What the text is about as a whole; asked only where phrases do not tell. */
  readonly rank: () => readonly Ranked[];
  /** True for a word that stands in no phrase and no example of the catalogue. */
  readonly isForeign: (word: string) => boolean;
}

/** What the rules look at, gathered once. */
export interface Signals extends Reading {
  readonly products: readonly string[];
  readonly mentions: readonly Mention[];
  readonly setUps: readonly SetUp[];
  readonly resolutions: readonly Resolution[];
  readonly notes: readonly string[];
  readonly intents: ReadonlySet<string>;
  readonly commands: readonly ActionId[];
  readonly outside: string | undefined;
  readonly exclusions: readonly Exclusion[];
  readonly unknown: readonly string[];
  readonly isFollowUp: boolean;
  readonly isAll: boolean;
  readonly isAbout: boolean;
}

/** Gathers the signals of a text and of the talk before it. */
export function gather(reading: Reading): Signals {
  const { catalogue, matches, earlier } = reading;
  const meanings = matches.flatMap((match) => match.meanings);
  const products = [...new Set(meanings.flatMap((m) => (m.type === "product" ? [m.pack] : [])))];
  const mentions = [...readMentions(catalogue, matches), ...readReply(reading)];
  const isFollowUp = matches.slice(0, 3).some((match) => hasRole(match, "followUp"));
  const packs = new Set([...products, ...(earlier?.selection.map((setUp) => setUp.pack) ?? [])]);
  const intents = new Set(meanings.flatMap((m) => (m.type === "intent" ? [m.id] : [])));
  const isSeveral = ["compare", "either"].some((id) => intents.has(id));
  const fresh = toSetUps(catalogue, mentions, { packs, named: new Set(products), isSeveral });
  const setUps = continueTalk(catalogue, fresh, earlier, isFollowUp);
  return {
    ...reading,
    products,
    mentions,
    setUps,
    resolutions: resolveAll(catalogue, setUps),
    notes: listNotes(matches),
    intents,
    commands: listCommands(matches),
    outside: findOutside(matches),
    exclusions: readExclusions(catalogue, matches),
    unknown: matches.filter((match) => match.meanings.length === 0).flatMap((match) => match.words),
    isFollowUp,
    isAll: matches.some((match) => hasRole(match, "all")),
    isAbout: matches.some((match) => hasRole(match, "domain") && !isRelative(match)),
  };
}

/** Longest reply that is read as a bare yes or no. */
const REPLY_WORDS = 4;

/** "yes", "no" to what was asked back, "and with?" without a question: one of the two choices. */
function readReply({ catalogue, matches, earlier }: Reading): Mention[] {
  const setUp = earlier?.selection.at(-1);
  if (!setUp || matches.length === 0 || matches.length > REPLY_WORDS) return [];
  const dimension = findAnswered(catalogue, setUp, earlier?.askBack);
  const choice = dimension?.choices.find(({ opposite }) => opposite !== undefined);
  const [first] = matches;
  const says = (id: string) => first?.meanings.some((m) => m.type === "intent" && m.id === id);
  const others = matches.slice(1).every((match) => hasRole(match, "filler"));
  const isAsked = earlier?.askBack !== undefined;
  // Without an open question, a plain "no" is no wish to turn the set-up around; "and without?" is.
  const isMeant = isAsked || matches.some((match) => hasRole(match, "followUp"));
  const isNo = (isAsked && says("no") && others) || (isMeant && isDenial(matches));
  const isYes = isAsked ? says("yes") && others : isMeant && isWith(matches);
  const answer = isNo ? choice?.opposite : isYes ? choice?.id : undefined;
  if (!dimension || !answer) return [];
  const choices = { [dimension.id]: answer };
  return [{ at: 0, pack: setUp.pack, choices, weak: true, whole: false }];
}

/** The question that was asked back; with none open, the last that was answered with yes or no. */
function findAnswered(catalogue: Catalogue, { pack, choices }: SetUp, askBack?: string) {
  const dimensions = findPack(catalogue, pack)?.head.dimensions ?? [];
  if (askBack !== undefined) return dimensions.find(({ id }) => id === askBack);
  return dimensions.findLast(({ id, choices: known }) =>
    known.some((choice) => choice.id === choices[id] && choice.opposite !== undefined),
  );
}

/** "und mit?" after a set-up without. */
function isWith(matches: readonly Match[]): boolean {
  const isIt = ({ meanings }: Match) =>
    meanings.some((m) => m.type === "intent" && m.id === "with");
  return matches.some(isIt) && matches.every((m) => isIt(m) || isLight(m));
}

function isLight(match: Match): boolean {
  return hasRole(match, "filler") || hasRole(match, "followUp");
}

/** "haben wir nicht", "not really": nothing but a negation. */
function isDenial(matches: readonly Match[]): boolean {
  const isNegation = (match: Match) =>
    !isRelative(match) && (hasRole(match, "negation") || hasRole(match, "negationAfter"));
  return matches.some(isNegation) && matches.every((m) => isNegation(m) || isLight(m));
}

/** New choices laid over the earlier ones where the text only adds or changes something. */
function continueTalk(
  catalogue: Catalogue,
  fresh: readonly SetUp[],
  earlier: Earlier | undefined,
  isFollowUp: boolean,
): Selection {
  const before = earlier?.selection ?? [];
  if (before.length === 0) return fresh;
  const resolutions = resolveAll(catalogue, fresh);
  return fresh.map((setUp, index) => {
    const isComplete = resolutions[index]?.kind === "found";
    if (isComplete && !isFollowUp) return setUp;
    const base = before.findLast((known) => known.pack === setUp.pack);
    if (!base) return setUp;
    return fresh.length === 1 ? follow(catalogue, base, setUp) : fillFrom(catalogue, setUp, [base]);
  });
}

function listNotes(matches: readonly Match[]): string[] {
  const weights = new Map<string, number>();
  for (const match of matches)
    for (const meaning of match.meanings)
      if (meaning.type === "note")
        weights.set(
          meaning.id,
          (weights.get(meaning.id) ?? 0) + match.words.length - match.cost / 2,
        );
  return [...weights].sort((a, b) => b[1] - a[1]).map(([id]) => id);
}

function listCommands(matches: readonly Match[]): ActionId[] {
  const found = matches.filter(isPlain).flatMap(({ meanings, words }) =>
    meanings.flatMap((meaning) => {
      const id = meaning.type === "command" ? toAction(meaning.id) : undefined;
      return id ? [{ id, length: words.length }] : [];
    }),
  );
  return found.sort((a, b) => b.length - a.length).map(({ id }) => id);
}

/** A short word with a typo is no command. */
function isPlain({ cost, words }: Match): boolean {
  return cost < 1 || words.length > 1 || (words[0] ?? "").length >= 5;
}

function toAction(id: string): ActionId | undefined {
  return ACTIONS.find((action) => action === id);
}

function findOutside(matches: readonly Match[]): string | undefined {
  return matches
    .find((match) => match.meanings.some((meaning) => meaning.type === "outside"))
    ?.words.join(" ");
}

/** How many answers the best described set-up has; what was said before counts. */
export function countDimensions({ setUps }: Signals): number {
  return Math.max(0, ...setUps.map((setUp) => Object.keys(setUp.choices).length));
}

/** True where every set-up that is named leads to one case. */
export function isComplete({ resolutions }: Signals): boolean {
  return resolutions.length > 0 && resolutions.every(({ kind }) => kind === "found");
}

/** Unknown words beside well-described set-ups are talk around it; this many count at most. */
const STRANGE_LIMIT = 2;

/** How much of the text speaks for the catalogue, less what it does not know. */
export function weighEvidence(signals: Signals): number {
  const { mentions, products, isAbout, resolutions, earlier, setUps, unknown } = signals;
  const strong = dimensionsOf(mentions.filter((mention) => !mention.weak));
  const all = dimensionsOf(mentions);
  const weak = all.size - strong.size;
  const isFound = resolutions.some(({ kind }) => kind === "found");
  const isPlain = strong.size > 0 && (all.size >= 2 || isAbout || isFound);
  const strange = Math.min(unknown.length, isPlain ? STRANGE_LIMIT : unknown.length);
  return (
    strong.size +
    products.length * 1.5 +
    (isAbout ? 0.5 : 0) +
    Math.min(weak, 2) * 0.25 +
    (earlier && setUps.length > 0 ? 1 : 0) +
    (mentions.some(({ whole }) => whole) ? 0.5 : 0) +
    (resolutions.some((r) => r.kind === "found" && hasNoPermissions(r.found)) ? 0.5 : 0) -
    strange * (isPlain || products.length > 0 || earlier ? 0.2 : 0.3)
  );
}

function dimensionsOf(mentions: readonly Mention[]): ReadonlySet<string> {
  return new Set(
    mentions.flatMap(({ pack, choices }) => Object.keys(choices).map((id) => `${pack}/${id}`)),
  );
}
