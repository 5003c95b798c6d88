import type { Catalogue } from "../catalogue/index.ts";
import type { Match } from "./match.ts";
import { hasRole, isTransparent, type Mention } from "./roles.ts";

/** "scenarios 1, 6 and 7": the numbers after a section word. */
export function readSections(
  catalogue: Catalogue,
  matches: readonly Match[],
  position: number,
): Mention[] {
  const match = matches[position];
  const isRepeated = position > 0 && hasRole(matches[position - 1] as Match, "section");
  if (!match || isRepeated || !(hasRole(match, "section") || isNumberList(matches, position)))
    return [];
  const before = ordinalBefore(matches, position);
  const mentions: Mention[] = before ? [...wholeScenario(catalogue, before, match.start)] : [];
  const first = hasRole(match, "section") ? position + 1 : position;
  for (let at = first; at < matches.length; at++) {
    const next = matches[at] as Match;
    const isFar = matches.slice(first, at).some(isSaying) && !isJoined(matches, at);
    const number = isFar
      ? undefined
      : (digitsOf(next) ?? (isLed(matches, at) ? numberOf(next) : undefined));
    if (number) mentions.push(...wholeScenario(catalogue, number, next.start));
    else if (hasRole(next, "section") ? mentions.length > 0 : !isPassed(matches, at)) break;
  }
  return mentions;
}

/** What may stand between the numbers of a list: joiners, filler, "5 without Token Vault and 7". */
function isPassed(matches: readonly Match[], at: number): boolean {
  const match = matches[at] as Match;
  if (hasRole(match, "join") || isTransparent(match) || matches.some(isComparing)) return true;
  return hasRole(match, "negation") || match.meanings.some(({ type }) => type === "choice");
}

function isComparing(match: Match): boolean {
  return match.meanings.some((meaning) => meaning.type === "intent" && meaning.id === "compare");
}

/** The number after a section word, in digits or in words. */
function numberOf(match: Match | undefined): string | undefined {
  const digits = digitsOf(match);
  if (digits) return digits;
  return match?.meanings.flatMap((m) => (m.type === "number" ? [m.value] : []))[0];
}

function isSaying({ meanings }: Match): boolean {
  return meanings.some(({ type }) => type === "choice");
}

/** After a remark on one of them, the next of a list follows a joiner. */
function isJoined(matches: readonly Match[], at: number): boolean {
  const before = matches[at - 1];
  return before !== undefined && (hasRole(before, "join") || before.clause !== matches[at]?.clause);
}

/** "three" right after "scenario", "and" or another number; "un" elsewhere is an article. */
function isLed(matches: readonly Match[], at: number): boolean {
  const before = matches[at - 1];
  if (!before) return false;
  return hasRole(before, "section") || hasRole(before, "join") || numberOf(before) !== undefined;
}

function digitsOf(match: Match | undefined): string | undefined {
  return /^[1-9][0-9]?$/.exec(match?.words.join("") ?? "")?.[0];
}

/** "the sixth scenario" */
function ordinalBefore(matches: readonly Match[], position: number): string | undefined {
  const match = matches[position - 1];
  return match?.meanings.flatMap((m) => (m.type === "number" && m.isOrdinal ? [m.value] : []))[0];
}

/** "1, 6 and 7" with no section word before: the first of at least two different numbers in a row. */
function isNumberList(matches: readonly Match[], position: number): boolean {
  if (matches.some((match) => hasRole(match, "section"))) return false;
  const numbers = matches.flatMap((match, at) => (digitsOf(match) ? [at] : []));
  const isList = new Set(numbers.map((at) => digitsOf(matches[at]))).size > 1;
  if (!isList || numbers[0] !== position) return false;
  if (isCounting(matches[position - 1])) return false;
  const between = matches.slice(numbers[0], (numbers.at(-1) as number) + 1);
  const isCompared = matches.some(isComparing);
  return between.every(
    (match) => digitsOf(match) || hasRole(match, "join") || (isCompared && isTransparent(match)),
  );
}

/** "floors 2 and 3", "Windows 10 and 11": numbers of something else. */
function isCounting(before: Match | undefined): boolean {
  if (!before) return false;
  return !before.meanings.some(({ type }) => type !== "half" && type !== "choice");
}

export function wholeScenario(
  catalogue: Catalogue,
  id: string,
  at: number,
  packId?: string,
): Mention[] {
  return catalogue.packs.flatMap((pack) => {
    const scenario = pack.scenarios.find((known) => known.id === id);
    if (!scenario || (packId !== undefined && pack.head.id !== packId)) return [];
    const choices = Object.fromEntries(
      Object.entries(scenario.choices).flatMap(([dimension, fitting]) =>
        fitting.length === 1 ? [[dimension, fitting[0] as string]] : [],
      ),
    );
    return [{ at, pack: pack.head.id, choices, weak: false, whole: packId === undefined }];
  });
}
