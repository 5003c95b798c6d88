import { casesOfSelection, parseSelection, type Selection } from "../advisor/index.ts";
import { LANGUAGES, type Language, localize } from "../local-text.ts";
import { findPermalink, readSubject, type Subject } from "../subject/index.ts";
import { type Earlier, needsSetUp, type Question, understand } from "../understanding/index.ts";
import { kindOf } from "./answer-question.ts";
import type { ChangedReading } from "./changed.ts";
import { createQuestion } from "./create-question.ts";
import { nameSelection } from "./name-selection.ts";
import { findNote } from "./names.ts";
import type { World } from "./view.ts";

/** A text as it was understood, or a permalink in it that another version of the catalogue made. */
export type ReadText =
  | {
      readonly kind: "question";
      readonly question: Question;
      /** What was typed, without the permalink. */
      readonly words: string;
    }
  | { readonly kind: "changed"; readonly reading: ChangedReading };

interface TextOptions {
  readonly language: Language;
  readonly earlier: Earlier | undefined;
}

/**
 * Reads what somebody typed. A permalink of ours decides what it is about, and the words beside it what is
 * wanted: a command, a question that follows up, or nothing but the answer. Other links are words like any.
 */
export function readText(world: World, text: string, options: TextOptions): ReadText {
  const { catalogue, publicUrl } = world;
  const link = findPermalink(publicUrl, text);
  const reading = link && readSubject(catalogue, link.code);
  if (reading?.kind === "changed") return { kind: "changed", reading };
  if (reading?.kind !== "found")
    return { kind: "question", question: understand(catalogue, text, options), words: text };
  const { subject } = reading;
  const { words, language } = takeTitle(
    world,
    { subject, words: link?.rest ?? "" },
    options.language,
  );
  const plain = toQuestion(world, subject, language);
  const isAlone = !/[\p{L}\p{N}]/u.test(words);
  const question = isAlone ? plain : readWords(world, { subject, words, plain });
  return { kind: "question", question, words };
}

interface Linked {
  readonly subject: Subject;
  /** What stands beside the link. */
  readonly words: string;
  /** What the link alone asks. */
  readonly plain: Question;
}

/** The words beside a link, read as if its subject had just been spoken of. */
function readWords(world: World, { subject, words, plain }: Linked): Question {
  const { selection, permissions, notes } = plain;
  const options = { language: plain.language, earlier: { selection } };
  const question = understand(world.catalogue, words, options);
  const { action, language } = question;
  if (action !== undefined && needsSetUp(action))
    return toAction(question, { selection, permissions, notes });
  switch (subject.kind) {
    case "answer":
      if (action !== undefined) return toAction(question, {});
      return isMissed(question) ? { ...plain, language } : question;
    case "permission": {
      // "which set-ups need it": the talk keeps no permission, so it is named once more.
      const named = `${words} ${nameOf(world, subject, language)}`;
      const asked = understand(world.catalogue, named, options);
      return asked.permissions.length > 0 ? { ...asked, permissions } : { ...plain, language };
    }
    case "note":
      return action === undefined ? { ...plain, language } : toAction(question, {});
    default:
      return subject satisfies never;
  }
}

function toAction({ language, action, identifiers }: Question, about: Partial<Question>): Question {
  return createQuestion({ kind: "action", language, action, identifiers, ...about });
}

function isMissed({ kind, askBack }: Question): boolean {
  return kind === "out-of-scope" || askBack === "product";
}

/** The question whose answer a subject is. */
function toQuestion(world: World, subject: Subject, language: Language): Question {
  switch (subject.kind) {
    case "answer":
      return askSelection(world, language, parseSelection(world.catalogue, subject.code) ?? []);
    case "permission":
      return createQuestion({ kind: "lookup", language, permissions: [subject.key] });
    case "note":
      return createQuestion({ kind: "explain", language, notes: [subject.id] });
    default:
      return subject satisfies never;
  }
}

function askSelection({ catalogue }: World, language: Language, selection: Selection): Question {
  return createQuestion({
    kind: kindOf(casesOfSelection(catalogue, selection)),
    language,
    selection,
  });
}

/** A draft of ours has the title beside the link; in its language the person reads. */
function takeTitle(
  world: World,
  { subject, words }: Pick<Linked, "subject" | "words">,
  language: Language,
): { readonly words: string; readonly language: Language } {
  for (const spoken of new Set([language, ...LANGUAGES])) {
    const title = nameOf(world, subject, spoken);
    const at = title === undefined ? -1 : words.toLowerCase().indexOf(title.toLowerCase());
    if (title === undefined || at === -1) continue;
    const left = `${words.slice(0, at)} ${words.slice(at + title.length)}`;
    return { words: left.replaceAll(/\s+/g, " ").trim(), language: spoken };
  }
  return { words, language };
}

function nameOf(world: World, subject: Subject, language: Language): string | undefined {
  switch (subject.kind) {
    case "answer":
      return nameSelection(world, language, subject.code);
    case "permission":
      return world.catalogue.permissions.get(subject.key)?.value;
    case "note": {
      const title = findNote(world.catalogue, subject.id)?.note.title;
      return title && localize(title, language);
    }
    default:
      return subject satisfies never;
  }
}
