import { type Case, formatSelection, toSetUp } from "../advisor/index.ts";
import type { Note, Pack, Scenario } from "../catalogue/index.ts";
import { caseTitle } from "./names.ts";
import { group, hide, label, list, type Part, row } from "./parts.ts";
import type { Voice } from "./voice.ts";

/** The verbs that cards send; each is a route of the bot. */
export const VERBS = [
  "answer",
  "wizard",
  "choose",
  "note",
  "lookup",
  "consent",
  "action",
  "help",
  "change",
  "verify",
  "use-app",
  "recheck",
  "paste",
  "explain-error",
  "resume",
  "forget",
  "export",
  "export-report",
  "share",
  "share-post",
  "watch",
  "watch-start",
  "watch-look",
  "watch-snooze",
  "watch-fence",
  "watch-stop",
  "request",
  "request-send",
  "request-show",
  "request-verdict",
  "request-decide",
  "request-withdraw",
  "request-consent",
  "request-check",
  "request-again",
  "history",
] as const;
export type Verb = (typeof VERBS)[number];

/** Teams shows six buttons beside each other; secondary ones go behind the dots. */
export type Mode = "primary" | "secondary";

/** A button that sends a verb with flat data. */
export function button(
  title: string,
  verb: Verb,
  data: Readonly<Record<string, string>> = {},
  mode: Mode = "primary",
): Part {
  const bound = { title: label(title), verb: hide(verb), mode: hide(mode) };
  return { ...group({ ...bound, data: hide({ verb, ...data }) }), text: [`[${title}]`] };
}

/** The same button behind the dots. */
export function behindDots(part: Part): Part {
  return { data: { ...(part.data as object), mode: "secondary" }, text: part.text };
}

/** Buttons side by side, or one under the other: one line of text. */
export function buttons(parts: readonly Part[]): Part {
  const { data, text } = list(parts);
  return { data, text: text.length > 0 ? [text.join(" ")] : [] };
}

/** A button that opens a page. */
export function link(title: string, url: string): Part {
  return row({ title: label(title), url: { data: url, text: [url] } });
}

/** Opens the answer of a case. */
export function caseButton(voice: Voice, found: Case): Part {
  return button(caseTitle(voice, found), "answer", { s: formatSelection([toSetUp(found)]) });
}

/** Opens the answer of a scenario, or the question which of its forms is meant. */
export function scenarioButton(voice: Voice, pack: Pack, scenario: Scenario): Part {
  const [only, ...others] = scenario.variants;
  if (only && others.length === 0) return caseButton(voice, { pack, scenario, variant: only });
  const choices = Object.entries(scenario.choices).flatMap(([id, fitting]) =>
    fitting.length === 1 ? [[id, fitting[0] as string] as const] : [],
  );
  const setUp = { pack: pack.head.id, choices: Object.fromEntries(choices) };
  return button(voice.local(scenario.title), "answer", { s: formatSelection([setUp]) });
}

/** Opens a note. */
export function noteButton(voice: Voice, pack: Pack, note: Note): Part {
  return button(voice.local(note.title), "note", { note: `${pack.head.id}:${note.id}` });
}
