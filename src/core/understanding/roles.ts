import type { Role } from "./lexicon-index.ts";
import type { Match } from "./match.ts";

/** An answer that the text gives: a choice, or a section that stands for all of its choices. */
export interface Mention {
  readonly at: number;
  readonly pack: string;
  readonly choices: Readonly<Record<string, string>>;
  /** Counts only beside other evidence for the pack. */
  readonly weak: boolean;
  /** Named as a whole ("scenario 2"): starts a set-up of its own. */
  readonly whole: boolean;
  /** Told by two words near each other, not by one phrase. */
  readonly isPair?: boolean;
  /** Joined with another answer to the same question: "catalog and settings". */
  readonly isListed?: boolean;
}

export function hasRole(match: Match, role: Role): boolean {
  return match.meanings.some((meaning) => meaning.type === "role" && meaning.role === role);
}

/** True for words that change nothing: filler, domain words, unknown words are not. */
export function isTransparent(match: Match): boolean {
  return hasRole(match, "filler") || hasRole(match, "domain") || hasRole(match, "toward");
}

/** Read by its stem only: "nimmt" is not "nimmer". */
export function isRelative({ cost }: Match): boolean {
  return cost > 0 && cost < 1;
}
