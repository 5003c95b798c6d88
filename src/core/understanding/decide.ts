import { fittingCases, type SetUp } from "../advisor/index.ts";
import { type Catalogue, type Dimension, findPack } from "../catalogue/index.ts";
import { compare } from "./compare.ts";
import { askIfMissing, type Draft, kindOfSetUps, outOfScope } from "./drafts.ts";
import { nearestValues } from "./identifiers.ts";
import type { Match } from "./match.ts";
import { type ActionId, needsSetUp, type Question } from "./question.ts";
import { hasRole } from "./roles.ts";
import { gather, isComplete, type Reading, type Signals, weighEvidence } from "./signals.ts";
import { findTopic } from "./topic.ts";

/** Evidence below this is not enough to answer or to ask back. */
const THRESHOLD = 0.75;

/** Decides what a text asks. The order of the rules is the order of what is most certain. */
export function decide(reading: Reading): Question {
  const signals = gather(reading);
  for (const rule of RULES) {
    const draft = rule(signals);
    if (draft) return finish(signals, draft);
  }
  return finish(signals, outOfScope(signals));
}

const RULES: readonly ((signals: Signals) => Draft | undefined)[] = [
  troubleshoot,
  bareCommand,
  bareRefusal,
  permissionQuestion,
  compare,
  topic,
  allOfPack,
  outsideTheCatalogue,
  setUpQuestion,
  productOnly,
  nothingSaid,
];

function troubleshoot({ extracted, matches, setUps }: Signals): Draft | undefined {
  const isError = matches.some((match) => hasRole(match, "errors"));
  if (extracted.codes.length === 0 && !isError) return undefined;
  return { kind: "troubleshoot", selection: setUps };
}

/** Unknown words that a bare command may have around it. */
const TALK = 3;

/** Nothing but a command and filler: "help", "verify", "sign out please". */
function bareCommand(signals: Signals): Draft | undefined {
  const { commands, setUps, extracted, unknown, earlier } = signals;
  const [command] = commands;
  if (signals.outside !== undefined || isRefused(signals)) return undefined;
  const isMeant = setUps.length === 0 || (command && isWhole(signals, command));
  if (!command || !isMeant || extracted.values.length > 0 || extracted.codes.length > 0)
    return undefined;
  if (!(saysOnly(signals, command) || asksForList(signals, command)) || unknown.length > TALK)
    return undefined;
  if (unknown.some(signals.isForeign) || (signals.isAbout && unknown.length > 0)) return undefined;
  if (actsOnSomething(signals, command)) return undefined;
  const selection = needsSetUp(command) ? (earlier?.selection ?? []) : [];
  return askIfMissing(signals, { kind: "action", action: command, selection });
}

/** "sign in" after an answer about a set-up that is called so too, unless a question is open. */
function isWhole(signals: Signals, command: ActionId): boolean {
  const { matches, unknown, earlier } = signals;
  const isExact = matches.every(({ cost }) => cost === 0) && unknown.length === 0;
  return earlier?.askBack === undefined && isExact && saysOnly(signals, command);
}

/** "notify me when the parcel arrives": an action, with a word that may only look like a known one. */
function actsOnSomething({ matches, unknown, earlier }: Signals, command: ActionId): boolean {
  if (!needsSetUp(command) || earlier) return false;
  const isOwn = (match: Match) => match.meanings.some((m) => m.type === "command");
  const doubtful = matches.filter((match) => match.cost >= 1 && !isOwn(match));
  return unknown.length > 1 || doubtful.length > 0;
}

function isRefused({ matches }: Signals): boolean {
  return matches.some((match) => hasRole(match, "refuse"));
}

/** "approve everything": words that nobody may ask for, and nothing else to weigh them against. */
function bareRefusal({ matches, setUps, unknown }: Signals): Draft | undefined {
  const isBare = setUps.length === 0 && unknown.length === 0;
  const said = matches.filter((match) => !hasRole(match, "filler"));
  const isWhole = said.length > 0 && said.every((match) => hasRole(match, "refuse"));
  return isBare && isWhole ? { kind: "refuse" } : undefined;
}

function saysOnly({ matches }: Signals, command: ActionId): boolean {
  const says = matches.filter(
    ({ meanings }) => meanings.length > 0 && !meanings.every((m) => m.type === "role"),
  );
  return says.every(({ meanings }) =>
    meanings.some((m) => m.type === "command" && m.id === command),
  );
}

function asksForList({ notes, products, intents }: Signals, command: ActionId): boolean {
  const isList = command === "scenarios" || command === "scopes";
  return isList && notes.length === 0 && products.length < 2 && !intents.has("compare");
}

/** A permission with this much beside it is asked about for itself. */
const SHORT = 4;

function permissionQuestion(signals: Signals): Draft | undefined {
  const { catalogue, extracted, intents } = signals;
  const permissions = toKeys(catalogue, [...extracted.values, ...spelledOut(signals)]);
  const [unknownValue] = extracted.unknownValues;
  if (permissions.length === 0 && unknownValue !== undefined)
    return {
      kind: "out-of-scope",
      outside: extracted.unknownValues.join(", "),
      nearest: nearestValues(catalogue, unknownValue),
    };
  if (permissions.length === 0) return undefined;
  const isReverse = intents.has("reverse") || asksWho(signals);
  const isTalk = signals.matches.length > SHORT || intents.has("explain");
  if (signals.notes.length > 0 && !isReverse && isTalk && !intents.has("lookup")) return undefined;
  if (isReverse) return { kind: "reverse", permissions };
  return isComplete(signals) ? undefined : { kind: "lookup", permissions };
}

/** "which workflows …", "where is … needed", "every scenario that wants …". */
function asksWho({ matches, isAll }: Signals): boolean {
  const withIntent = (id: string) =>
    matches.filter(({ meanings }) => meanings.some((m) => m.type === "intent" && m.id === id));
  const needs = withIntent("need");
  const subjects = withIntent("subject");
  if (isAll && needs.length > 0 && subjects.length > 0) return true;
  const said = [...needs, ...subjects];
  return withIntent("asker").some(({ start }) => said.some((other) => other.start > start));
}

/** "group read all" without its dots, unless the words are better taken as a set-up. */
function spelledOut({ matches }: Signals): string[] {
  return matches.flatMap((match) =>
    match.meanings.flatMap((meaning) => (meaning.type === "permission" ? [meaning.value] : [])),
  );
}

function toKeys(catalogue: Catalogue, values: readonly string[]): string[] {
  const wanted = new Set(values);
  const byValue = catalogue.facts.permissions.filter(({ value }) => wanted.has(value));
  return byValue.map(({ key }) => key);
}

function allOfPack({ catalogue, isAll, products, mentions }: Signals): Draft | undefined {
  const [pack] = products;
  if (!isAll || !pack || mentions.some((mention) => !mention.weak)) return undefined;
  const found = findPack(catalogue, pack);
  const dimension = found?.head.dimensions.length === 1 ? found.head.dimensions[0] : undefined;
  if (!dimension) return undefined;
  const selection = dimension.choices.map((choice) => ({
    pack,
    choices: { [dimension.id]: choice.id },
  }));
  return { kind: "multi", selection };
}

/** The note, action or refusal that the text is about as a whole. */
function topic(signals: Signals): Draft | undefined {
  const found = findTopic(signals);
  switch (found?.type) {
    case undefined:
      return undefined;
    case "note":
      return { kind: "explain", notes: [found.id] };
    case "refuse":
      return { kind: "refuse" };
    case "outside":
      return outOfScope(signals);
    case "command":
      return toAction(signals, found.id as ActionId);
  }
}

function toAction(signals: Signals, action: ActionId): Draft {
  if (!needsSetUp(action)) return { kind: "action", action };
  const selection = signals.setUps.length > 0 ? signals.setUps : (signals.earlier?.selection ?? []);
  return askIfMissing(signals, { kind: "action", action, selection });
}

function outsideTheCatalogue(signals: Signals): Draft | undefined {
  return signals.outside === undefined ? undefined : outOfScope(signals);
}

function setUpQuestion(signals: Signals): Draft | undefined {
  const { setUps, resolutions, earlier } = signals;
  if (setUps.length === 0) return undefined;
  if (resolutions.some((resolution) => resolution.kind === "none")) return outOfScope(signals);
  if (setUps.some((setUp) => needsExcluded(signals, setUp))) return outOfScope(signals);
  if (weighEvidence(signals) < THRESHOLD) return outOfScope(signals);
  const pending = earlier?.askBack !== undefined ? earlier.action : undefined;
  if (pending) return askIfMissing(signals, { kind: "action", action: pending, selection: setUps });
  return askIfMissing(signals, { kind: kindOfSetUps(resolutions), selection: setUps });
}

/** "IMAP without Mail Send": every case that is left needs what the text rules out. */
function needsExcluded({ catalogue, exclusions }: Signals, setUp: SetUp): boolean {
  const pack = findPack(catalogue, setUp.pack);
  if (!pack) return false;
  const cases = fittingCases(pack, setUp.choices);
  return exclusions.some(
    ({ pack: id, dimension, choice }) =>
      id === setUp.pack &&
      cases.every(({ scenario }) => scenario.choices[dimension]?.every((one) => one === choice)),
  );
}

function productOnly(signals: Signals): Draft | undefined {
  const [product] = signals.products;
  const isAsked = signals.isAbout || signals.intents.has("need");
  if (!isAsked && signals.unknown.length > 0) return undefined;
  if (!product || weighEvidence(signals) < THRESHOLD) return undefined;
  const head = findPack(signals.catalogue, product)?.head;
  const dimension = head?.dimensions[0];
  if (!dimension) return undefined;
  // Called by its name: "hi Consentry", "what is Consentry".
  if (head.byNameOnly && !isAsked) return { kind: "action", action: "help" };
  // Whoever asks what it needs itself is answered whole: nobody can know its parts.
  if (head.byNameOnly) return { kind: "multi", selection: listAll(product, dimension) };
  return { kind: "clarify", askBack: dimension.id, selection: [{ pack: product, choices: {} }] };
}

function listAll(pack: string, { id, choices }: Dimension): SetUp[] {
  return choices.map((choice) => ({ pack, choices: { [id]: choice.id } }));
}

/** No set-up, but plainly about permissions, or nothing at all: ask for the product. */
function nothingSaid({ matches, unknown, isAbout }: Signals): Draft | undefined {
  const isGreeting = matches.some((match) => hasRole(match, "greeting"));
  if (matches.length > 0 && unknown.length > 0) return undefined;
  if (isGreeting && !isAbout) return { kind: "action", action: "help" };
  if (matches.length === 0 || isAbout) return { kind: "clarify", askBack: "product" };
  return undefined;
}

function finish(signals: Signals, draft: Draft): Question {
  const evidence = weighEvidence(signals);
  const typos = signals.matches.reduce((sum, match) => sum + Math.floor(match.cost), 0);
  const certain =
    draft.kind === "out-of-scope" ? 1 - Math.min(evidence, 1) / 2 : Math.min(1, 0.5 + evidence / 4);
  return {
    language: signals.language,
    selection: [],
    permissions: [],
    notes: [],
    nearest: [],
    codes: signals.extracted.codes,
    identifiers: signals.extracted.identifiers,
    confidence: Math.max(0.1, Number((certain - typos * 0.05).toFixed(2))),
    ...draft,
  };
}
