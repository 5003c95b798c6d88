import { readFileSync } from "node:fs";
import { caseId, casesOfSelection, requirePermissions } from "../../../src/core/advisor/index.ts";
import type { Language } from "../../../src/core/local-text.ts";
import {
  type ActionId,
  type Earlier,
  type Kind,
  type Question,
  toEarlier,
  understand,
} from "../../../src/core/understanding/index.ts";
import { catalogue } from "../../support/catalogue.ts";

/** A labelled text: what a person types and how it is to be understood. */
interface Phrasing {
  readonly id: string;
  readonly lang: Language;
  readonly text: string;
  /** What was said before in the same talk. */
  readonly context?: readonly string[];
  readonly kind: Kind | readonly Kind[];
  /** Scenario or note ids. */
  readonly ids?: readonly string[];
  /** Permission value -> its type in the plan. */
  readonly types?: Readonly<Record<string, string>>;
  readonly permissions?: readonly string[];
  readonly code?: string;
  readonly askBack?: string;
  readonly action?: ActionId;
}

export interface Score {
  readonly right: number;
  readonly total: number;
  /** Ids of texts outside the catalogue that were answered all the same. */
  readonly guessed: readonly string[];
}

/** Scores a file of labelled phrasings beside this one. */
export function scorePhrasings(file: string): Score {
  const lines = readFileSync(new URL(file, import.meta.url), "utf8")
    .trim()
    .split("\n");
  const results = lines.map((line) => {
    const phrasing: Phrasing = JSON.parse(line);
    const question = ask(phrasing);
    return { phrasing, question, isRight: isRight(phrasing, question) };
  });
  const guessed = results.filter(
    ({ phrasing, question }) =>
      kindsOf(phrasing)[0] === "out-of-scope" && question.kind !== "out-of-scope",
  );
  return {
    right: results.filter((result) => result.isRight).length,
    total: results.length,
    guessed: guessed.map(({ phrasing }) => phrasing.id),
  };
}

function ask({ lang, text, context = [] }: Phrasing): Question {
  let earlier: Earlier | undefined;
  for (const said of context)
    earlier = toEarlier(understand(catalogue, said, { language: lang, earlier }), earlier);
  return understand(catalogue, text, { language: lang, earlier });
}

function kindsOf({ kind }: Phrasing): readonly Kind[] {
  return typeof kind === "string" ? [kind] : kind;
}

function isRight(wanted: Phrasing, question: Question): boolean {
  if (!kindsOf(wanted).includes(question.kind)) return false;
  switch (question.kind) {
    case "clarify":
      return !wanted.askBack || question.askBack === wanted.askBack;
    case "troubleshoot":
      return !wanted.code || question.codes.includes(wanted.code);
    case "lookup":
    case "reverse":
      return (wanted.permissions ?? []).every((value) =>
        question.permissions.some((key) => key.endsWith(`:${value}`)),
      );
    case "action":
      return (!wanted.action || question.action === wanted.action) && hasIds(wanted, question);
    case "out-of-scope":
    case "refuse":
      return true;
    default:
      return hasIds(wanted, question);
  }
}

function hasIds({ ids, types = {} }: Phrasing, { kind, notes, selection }: Question): boolean {
  const cases = casesOfSelection(catalogue, selection);
  const found = kind === "explain" && notes.length > 0 ? notes : cases.map(caseId);
  if (ids && [...ids].sort().join() !== [...new Set(found)].sort().join()) return false;
  const plan = requirePermissions(catalogue, cases).filter(({ phase }) => phase === "configured");
  return Object.entries(types).every(([value, type]) =>
    plan.some((row) => row.permission.value === value && row.type === type),
  );
}
