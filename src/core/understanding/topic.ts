import type { Meaning } from "./lexicon-index.ts";
import type { Match } from "./match.ts";
import { type ActionId, needsSetUp } from "./question.ts";
import type { Ranked } from "./rank.ts";
import { hasRole } from "./roles.ts";
import { countDimensions, isComplete, type Signals } from "./signals.ts";
import type { Topic } from "./topics.ts";

/** A topic with what its phrases add; `hasPhrase`: one of several words stands in the text. */
interface RankedTopic extends Ranked {
  readonly hasPhrase: boolean;
  /** At least one word of the topic's phrases stands in the text. */
  readonly isSaid: boolean;
}

/** How near a text must be to a topic; found with the labelled phrasings. */
const BAR = {
  note: 0.18,
  word: 0.05,
  noteOverWord: 0.58,
  noteOverAsked: 0.54,
  noteOverQuestion: 0.46,
  noteOverSetUp: 0.57,
  command: 0.14,
  commandOverSetUp: 0.37,
  commandUnsaid: 0.6,
  commandSigned: 0.27,
  overProduct: 0.25,
  overPlainQuestion: 0.5,
  outsideNamed: 0.45,
  refuse: 0.24,
  refuseSigned: 0.18,
  phrase: 0.08,
  strange: 0.01,
  foreign: 0.03,
  unbacked: 0.3,
  foreignAlone: 0.08,
  commandOverWhole: 0.34,
  nothingToActOn: 0.3,
  outside: 0.25,
  askedWhy: 0.12,
  offTopic: 0.03,
  overOutside: 0.06,
  refuseOverSetUp: 0.35,
};

/** What a phrase of a topic, word for word, adds to the likeness. */
const PHRASE_BONUS = { one: 0.04, more: 0.1, most: 0.25 };

/** A word this long says as much as a phrase: "Geisterrechte", "reauthorize". */
const LONG_WORD = 11;

/** The note, action or refusal that the text is about as a whole, where it is plain enough. */
export function findTopic(signals: Signals): Topic | undefined {
  const ranking = rankWithPhrases(signals);
  const outside = ranking.find(({ topic }) => topic.type === "outside")?.score ?? 0;
  const extra = productBar(signals);
  const passing = ranking
    .map((ranked) => {
      const isRival = ranked.topic.type === "note" && !signals.isAbout && !ranked.hasPhrase;
      const bar = Math.max(barFor(signals, ranked), isRival ? outside + BAR.overOutside : 0);
      return { topic: ranked.topic, margin: ranked.score - bar - extra };
    })
    .filter(({ margin }) => margin >= 0)
    .sort((a, b) => b.margin - a.margin);
  return passing[0]?.topic;
}

/** Words around a product's name that may be unknown where its permissions are asked for. */
const PRODUCT_TALK = 2;

/** What a topic must be nearer by where the text asks for permissions, not for advice. */
function productBar(signals: Signals): number {
  if (!asksForProduct(signals)) return 0;
  const isPlain = signals.isAbout && signals.intents.has("need") && signals.setUps.length === 0;
  return isPlain ? BAR.overPlainQuestion : BAR.overProduct;
}

/** "what does nBold need from us": a product and its permissions, no more. */
function asksForProduct(signals: Signals): boolean {
  const { products, setUps, notes, commands, unknown, intents, isAbout, matches } = signals;
  if (notes.length > 0) return false;
  if (setUps.length > 0) return asksWhich(matches);
  if (products.length !== 1 || (commands.length > 0 && !asksWhich(matches))) return false;
  if (unknown.length > PRODUCT_TALK || matches.some((match) => hasRole(match, "refuse")))
    return false;
  return isAbout || intents.has("need");
}

/** "which permissions", "what rights": the plain question. */
function asksWhich(matches: readonly Match[]): boolean {
  return matches.some((match, at) => {
    const before = matches[at - 1];
    return (
      hasRole(match, "domain") &&
      before?.meanings.some((meaning) => meaning.type === "intent" && ASKING.has(meaning.id))
    );
  });
}

const ASKING: ReadonlySet<string> = new Set(["asker", "lookup"]);

function rankWithPhrases({ matches, rank }: Signals): RankedTopic[] {
  const bonus = addBonuses(matches);
  const leading = leadingCommand(matches);
  return rank()
    .map(({ topic, score, isSigned }) => {
      const extra = bonus.get(topicKey(topic) ?? "") ?? 0;
      return {
        topic,
        isSigned,
        score: score + Math.min(extra, PHRASE_BONUS.most),
        hasPhrase: extra >= PHRASE_BONUS.more || topicKey(topic) === leading,
        isSaid: extra > 0,
      };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, 4);
}

/** "verify …", "bitte exportiere …": the command that the text starts with. */
function leadingCommand(matches: readonly Match[]): string | undefined {
  const first = matches.find((match) => !hasRole(match, "filler"));
  const command = first?.meanings.find(({ type }) => type === "command");
  return command && first?.cost === 0 ? topicKey(command) : undefined;
}

function addBonuses(matches: readonly Match[]): ReadonlyMap<string, number> {
  const bonus = new Map<string, number>();
  for (const match of matches)
    for (const meaning of match.meanings) {
      const key = topicKey(meaning);
      const isLong = match.cost === 0 && (match.words[0] ?? "").length >= LONG_WORD;
      const isTelling = match.words.length > 1 || isLong;
      const worth = isTelling ? PHRASE_BONUS.more : PHRASE_BONUS.one;
      if (key) bonus.set(key, (bonus.get(key) ?? 0) + worth);
    }
  return bonus;
}

function topicKey(meaning: Meaning | Topic): string | undefined {
  if (meaning.type === "note" || meaning.type === "command") return `${meaning.type} ${meaning.id}`;
  if (meaning.type === "refuse" || meaning.type === "outside") return meaning.type;
  return meaning.type === "role" && meaning.role === "refuse" ? "refuse" : undefined;
}

/** How near a text must be to a topic: the more it says about a set-up, the nearer. */
function barFor(signals: Signals, ranked: RankedTopic): number {
  const { topic, hasPhrase } = ranked;
  const strangeness =
    BAR.strange * Math.min(signals.unknown.length, 4) +
    foreignness(signals, isPlainly(ranked)) +
    (signals.outside === undefined ? 0 : BAR.outsideNamed);
  const dimensions = countDimensions(signals);
  switch (topic.type) {
    case "outside":
      return dimensions > 0 ? BAR.noteOverSetUp : BAR.outside;
    case "refuse":
      return refuseBar(signals, ranked) + strangeness;
    case "command":
      return (
        commandBar(signals, topic.id as ActionId, ranked) + strangeness + whyBar(signals, hasPhrase)
      );
    case "note":
      return (hasPhrase ? notePhraseBar : noteBar)(signals, dimensions) + strangeness;
  }
}

/** Said so plainly that words from elsewhere do not matter. */
function isPlainly({ topic, isSigned, hasPhrase }: RankedTopic): boolean {
  return topic.type !== "command" && (isSigned || (topic.type === "refuse" && hasPhrase));
}

/** "why should I …": asked about an action, not for it. */
function whyBar({ intents, notes }: Signals, hasPhrase: boolean): number {
  if (!intents.has("explain")) return 0;
  return notes.length > 0 ? BAR.askedWhy * 2 : BAR.askedWhy / (hasPhrase ? 2 : 1);
}

/** Words that nobody in the catalogue uses weigh more where nothing else speaks for it. */
function foreignness(signals: Signals, isPlain: boolean): number {
  const { unknown, isForeign, isAbout, setUps, products, earlier } = signals;
  const isBacked = isAbout || setUps.length > 0 || products.length > 0 || earlier !== undefined;
  const foreign = Math.min(unknown.filter(isForeign).length, 4);
  if (isBacked || isPlain) return foreign * BAR.foreign;
  return foreign === 0 ? 0 : BAR.unbacked + foreign * BAR.foreignAlone;
}

/** "without …" in a plain set-up is a fact of it, not a wish to get around somebody. */
function refuseBar(signals: Signals, { hasPhrase, isSigned }: RankedTopic): number {
  if (isComplete(signals)) return BAR.refuseOverSetUp;
  if (hasPhrase) return BAR.phrase;
  return (
    (isSigned ? BAR.refuseSigned : BAR.refuse) + (signals.intents.has("explain") ? BAR.askedWhy : 0)
  );
}

/** "approve my vacation": an action on something, but nothing that the catalogue knows. */
function actsOnNothing(signals: Signals, id: ActionId): boolean {
  const { earlier, products, isAbout, unknown } = signals;
  return needsSetUp(id) && !earlier && products.length === 0 && !isAbout && unknown.length > 0;
}

function commandBar(signals: Signals, id: ActionId, ranked: RankedTopic): number {
  const dimensions = countDimensions(signals);
  const takesSetUp = needsSetUp(id);
  if (dimensions === 0) {
    const isPlain = ranked.isSigned && ranked.hasPhrase && !signals.unknown.some(signals.isForeign);
    if (id === "delete-my-data" && !ranked.isSaid && !ranked.isSigned) return BAR.noteOverSetUp;
    return BAR.command + (actsOnNothing(signals, id) && !isPlain ? BAR.nothingToActOn : 0);
  }
  if (!takesSetUp) return BAR.noteOverSetUp;
  if (ranked.hasPhrase) return BAR.phrase;
  if (signals.setUps.length === 1 && signals.mentions.some(({ whole }) => whole))
    return ranked.isSigned ? BAR.commandSigned : BAR.commandOverWhole;
  return ranked.isSaid ? BAR.commandOverSetUp : BAR.commandUnsaid;
}

/** A set-up told in this many answers is what the text is about, whatever else it names. */
const WELL_DESCRIBED = 4;

/** A phrase of the note, word for word, needs no more likeness beside one set-up than beside none. */
function notePhraseBar(signals: Signals, dimensions: number): number {
  const isPlain = dimensions >= WELL_DESCRIBED || signals.setUps.length > 1;
  if (isComplete(signals) && isPlain) return BAR.noteOverSetUp;
  return Math.min(noteBar(signals, dimensions), BAR.noteOverQuestion);
}

function noteBar(signals: Signals, dimensions: number): number {
  const isFound = isComplete(signals);
  if (isFound && (dimensions >= 2 || signals.setUps.length > 1)) return BAR.noteOverSetUp;
  if (isFound && signals.setUps.length === 1)
    return signals.isAbout ? BAR.noteOverAsked : BAR.noteOverWord;
  if (dimensions >= 2) return BAR.noteOverQuestion;
  const isOff = !signals.isAbout && signals.notes.length === 0 && signals.unknown.length > 1;
  return BAR.note + (dimensions > 0 ? BAR.word : 0) + (isOff ? BAR.offTopic : 0);
}
