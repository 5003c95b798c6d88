import type { Selection } from "../advisor/index.ts";
import type { Language } from "../local-text.ts";

/** The kinds of answer. */
export const KINDS = [
  "scenario",
  "multi",
  "compare",
  "reverse",
  "lookup",
  "scope",
  "explain",
  "troubleshoot",
  "clarify",
  "action",
  "out-of-scope",
  "refuse",
] as const;
/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

/** What a person can ask the bot to do rather than to say. */
export const ACTIONS = [
  "help",
  "wizard",
  "scenarios",
  "scopes",
  "consent",
  "verify",
  "approve",
  "share",
  "export",
  "watch",
  "history",
  "language",
  "sign-in",
  "sign-out",
  "delete-my-data",
] as const;
/** One of {@link ACTIONS}. */
export type ActionId = (typeof ACTIONS)[number];

const ON_SET_UPS: ReadonlySet<ActionId> = new Set<ActionId>([
  "consent",
  "verify",
  "approve",
  "share",
  "export",
  "watch",
]);

/** True for an action that is done to a set-up, and asks for one where none is known. */
export function needsSetUp(action: ActionId): boolean {
  return ON_SET_UPS.has(action);
}

/** A question as it was understood. Nothing in it is guessed past the threshold. */
export interface Question {
  readonly kind: Kind;
  readonly language: Language;
  readonly selection: Selection;
  /** Permission keys of the catalogue that the text names. */
  readonly permissions: readonly string[];
  /** `autostore:private-window` */
  readonly notes: readonly string[];
  /** `AADSTS65001` */
  readonly codes: readonly string[];
  readonly action?: ActionId;
  /** The dimension id, or "product", whose answer is missing. */
  readonly askBack?: string;
  /** What the text names that no pack has. */
  readonly outside?: string;
  /** Scenario ids or permission keys nearest to what is outside. */
  readonly nearest: readonly string[];
  /** GUIDs and domains in the text: candidates for tenant and client id, nothing is believed of them. */
  readonly identifiers: Identifiers;
  /** 0 to 1. */
  readonly confidence: number;
}

/** GUIDs and domains that a text holds. */
export interface Identifiers {
  readonly clientId?: string;
  readonly tenant?: string;
}

/** What was understood before in the same talk. */
export interface Earlier {
  readonly selection: Selection;
  readonly action?: ActionId;
  readonly askBack?: string;
}

/** What a question leaves for the next sentence: its set-ups; one about no set-up leaves what was before. */
export function toEarlier(question: Question, before: Earlier | undefined): Earlier | undefined {
  const { selection, action, askBack } = question;
  if (selection.length === 0) return before;
  return { selection, ...(action && { action }), ...(askBack !== undefined && { askBack }) };
}
