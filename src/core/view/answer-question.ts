import {
  type Case,
  caseId,
  casesOfSelection,
  erratumsOf,
  erratumsOfNote,
  fittingCases,
  formatSelection,
  parseSelection,
  requirePermissions,
  resolveSetUp,
  type Selection,
} from "../advisor/index.ts";
import { findPack } from "../catalogue/index.ts";
import { parseTenant } from "../consent/index.ts";
import type { Language } from "../local-text.ts";
import { type ActionId, type Kind, needsSetUp, type Question } from "../understanding/index.ts";
import { drawAction, drawListing } from "./action.ts";
import { drawAnswer } from "./answer.ts";
import { drawClarify, drawProductQuestion, findGap } from "./clarify.ts";
import { drawCompare, SIDE_LIMIT } from "./compare.ts";
import { drawConsentFormView } from "./consent-form.ts";
import { createQuestion } from "./create-question.ts";
import { drawFactsOnly, drawNoteView } from "./explain.ts";
import { drawForgetView } from "./forget.ts";
import { drawHelpView, knownCommands } from "./help.ts";
import { drawLookupView } from "./lookup.ts";
import { findNote, toLine } from "./names.ts";
import { drawOutOfScope } from "./out-of-scope.ts";
import { drawRefuse } from "./refuse.ts";
import { drawReverse, usesByCase } from "./reverse.ts";
import { drawTroubleshoot } from "./troubleshoot.ts";
import { drawVerifyFormView } from "./verify-form.ts";
import type { Answer, View, World } from "./view.ts";
import { toVoice, type Voice } from "./voice.ts";
import { drawProductStep } from "./wizard.ts";

/** An answer without what follows from its selection. */
type Draft = Partial<Omit<Answer, "kind">> & { readonly kind: Kind; readonly view: View };

/**
 * Answers a question: facts for programs and a view for people. Total: every question has an answer.
 * @returns `ids` are cases (`autostore:2`), for explain notes (`autostore:private-window`), for clarify
 * the candidate cases; `configured` and `addedOnApproval` are the union over the selection
 */
export function answerQuestion(world: World, question: Question): Answer {
  const voice = toVoice(world, question.language);
  const draft = draw(voice, question);
  return finish(voice, draft, question.selection);
}

/**
 * Answers a selection by its code, as cards carry it.
 * @returns undefined when the code is not valid or nothing fits it; a `clarify` when an answer is missing
 */
export function answerSelection(
  world: World,
  language: Language,
  code: string,
): Answer | undefined {
  const voice = toVoice(world, language);
  const selection = parseSelection(world.catalogue, code);
  return selection && answerParsed(voice, selection, undefined);
}

/** What a `choose` button carries. */
export interface ChosenAnswer {
  /** Code of the selection so far. */
  readonly s: string;
  readonly dimension: string;
  readonly choice: string;
  /** What was asked for and waits for this answer. */
  readonly action?: ActionId;
}

/**
 * Continues after a `choose` button: fills the first gap with the choice and answers.
 * @returns undefined when the code or the choice is not valid
 */
export function answerChoice(
  world: World,
  language: Language,
  { s, dimension, choice, action }: ChosenAnswer,
): Answer | undefined {
  const voice = toVoice(world, language);
  const selection = parseSelection(world.catalogue, s);
  const gap = selection && findGap(voice, selection);
  if (!gap || gap.missing.dimension.id !== dimension || !gap.missing.options.includes(choice))
    return undefined;
  const filled = { ...gap.setUp, choices: { ...gap.setUp.choices, [dimension]: choice } };
  const next = selection.map((setUp) => (setUp === gap.setUp ? filled : setUp));
  return answerParsed(voice, next, action);
}

function answerParsed(voice: Voice, selection: Selection, action: ActionId | undefined) {
  const isDeadEnd = selection.some(
    (setUp) => resolveSetUp(voice.world.catalogue, setUp).kind === "none",
  );
  if (selection.length === 0 || isDeadEnd) return undefined;
  const gap = findGap(voice, selection);
  const cases = casesOfSelection(voice.world.catalogue, selection);
  const kind = gap ? "clarify" : action ? "action" : kindOf(cases);
  const question = createQuestion({
    kind,
    language: voice.language,
    selection,
    ...(action && { action }),
    ...(gap && { askBack: gap.missing.dimension.id }),
  });
  return finish(voice, draw(voice, question), selection);
}

/** What kind of question whole set-ups answer. */
export function kindOf(cases: readonly Case[]): Kind {
  const [only, ...others] = cases;
  if (!only || others.length > 0) return "multi";
  if (only.scenario.context) return "scope";
  return hasPermissions(only) ? "scenario" : "explain";
}

function hasPermissions({ variant }: Case): boolean {
  return variant.configured.length > 0 || variant.approval !== undefined;
}

function finish(voice: Voice, draft: Draft, selection: Selection): Answer {
  const { catalogue } = voice.world;
  const cases = casesOfSelection(catalogue, selection);
  const needs = requirePermissions(catalogue, cases);
  const linesOf = (phase: "configured" | "addedOnApproval") =>
    needs
      .filter((need) => need.phase === phase)
      .map(({ permission, type }) => toLine(catalogue, permission, type));
  return {
    ids: [...new Set(cases.map(caseId))],
    askBack: null,
    configured: draft.kind === "clarify" ? [] : linesOf("configured"),
    addedOnApproval: draft.kind === "clarify" ? [] : linesOf("addedOnApproval"),
    errata: erratumsOf(cases).map(({ erratum }) => erratum.id),
    selection: selection.length === 0 ? "" : formatSelection(selection),
    ...draft,
  };
}

function draw(voice: Voice, question: Question): Draft {
  const { kind, selection } = question;
  const cases = casesOfSelection(voice.world.catalogue, selection);
  switch (kind) {
    case "scenario":
    case "multi":
    case "scope":
      return cases.length === 0
        ? clarify(voice, question)
        : { kind, view: drawAnswer(voice, selection, cases) };
    case "compare":
      return compare(voice, question);
    case "reverse":
      return reverse(voice, question);
    case "lookup":
      return { kind, view: drawLookupView(voice, question.permissions) };
    case "explain":
      return explain(voice, question, cases);
    case "troubleshoot":
      return { kind, view: drawTroubleshoot(voice, selection, question) };
    case "clarify":
      return clarify(voice, question);
    case "action":
      return act(voice, question, cases);
    case "out-of-scope":
      return { kind, view: drawOutOfScope(voice, question) };
    case "refuse":
      return { kind, view: drawRefuse(voice) };
    default:
      return kind satisfies never;
  }
}

function clarify(voice: Voice, { selection, action, askBack }: Question): Draft {
  const gap = findGap(voice, selection);
  if (!gap)
    return {
      kind: "clarify",
      ids: [],
      askBack: askBack ?? "product",
      view: drawProductQuestion(voice),
    };
  const { catalogue } = voice.world;
  const candidates = selection.flatMap(({ pack, choices }) => {
    const known = findPack(catalogue, pack);
    return known ? fittingCases(known, choices).map(caseId) : [];
  });
  return {
    kind: "clarify",
    ids: [...new Set(candidates)],
    askBack: gap.missing.dimension.id,
    view: drawClarify(voice, selection, gap, action),
  };
}

/** A side with an open answer stands for every case that still fits it. */
function compare(voice: Voice, question: Question): Draft {
  const { catalogue } = voice.world;
  const sides = question.selection.flatMap((setUp) => {
    const pack = findPack(catalogue, setUp.pack);
    const resolution = resolveSetUp(catalogue, setUp);
    if (resolution.kind === "found") return [resolution.found];
    return pack && resolution.kind === "missing" ? fittingCases(pack, setUp.choices) : [];
  });
  const distinct = [...new Map(sides.map((side) => [side.variant, side])).values()];
  if (distinct.length < 2) return clarify(voice, question);
  const ids = [...new Set(distinct.slice(0, SIDE_LIMIT).map(caseId))];
  return { kind: "compare", ids, view: drawCompare(voice, distinct) };
}

function reverse(voice: Voice, { permissions }: Question): Draft {
  const ids = usesByCase(voice, permissions).map(({ found }) => caseId(found));
  return { kind: "reverse", ids: [...new Set(ids)], view: drawReverse(voice, permissions) };
}

function explain(voice: Voice, question: Question, cases: readonly Case[]): Draft {
  const [id] = question.notes;
  const found = id === undefined ? undefined : findNote(voice.world.catalogue, id);
  if (found) {
    const errata = erratumsOfNote(found.pack, found.note.id).map((erratum) => erratum.id);
    const view = drawNoteView(voice, found.pack, found.note);
    return { kind: "explain", ids: [...question.notes], errata, view };
  }
  const [only] = cases;
  if (!only) return { kind: "out-of-scope", view: drawOutOfScope(voice, question) };
  return { kind: "explain", view: drawFactsOnly(voice, question.selection, only) };
}

/** Actions that need a set-up first ask for it. */
function act(voice: Voice, question: Question, cases: readonly Case[]): Draft {
  const { action = "help", selection } = question;
  if (action === "consent" && cases.length > 0) return consent(voice, question, cases);
  if ((action === "verify" || action === "watch") && cases.length > 0)
    return askApp(voice, question, { cases, purpose: action });
  const askBack = question.askBack ?? (needsSetUp(action) && cases.length === 0 ? "product" : null);
  return { kind: "action", askBack, view: drawActionView(voice, action, selection, cases) };
}

function drawActionView(
  voice: Voice,
  action: ActionId,
  selection: Selection,
  cases: readonly Case[],
): View {
  if (action === "help") return drawHelpView(voice, knownCommands(voice));
  if (action === "delete-my-data") return drawForgetView(voice, "asked");
  if (action === "wizard") return drawProductStep(voice);
  if (action === "scenarios" || action === "scopes") return drawListing(voice, action);
  return drawAction(voice, action, selection, cases);
}

/** Nothing typed in a chat is believed before the form has shown it. */
function consent(voice: Voice, question: Question, cases: readonly Case[]): Draft {
  const { selection, identifiers } = question;
  const { tenant, clientId: app } = identifiers;
  const askBack = parseTenant(tenant).kind !== "ok" ? "tenant" : app ? null : "client-id";
  const view = drawConsentFormView(voice, { selection, cases, tenant, app, apps: [] });
  return { kind: "action", askBack, view };
}

/** Which app is to be checked or watched. */
function askApp(
  voice: Voice,
  { selection, identifiers }: Question,
  asked: { readonly cases: readonly Case[]; readonly purpose: "verify" | "watch" },
): Draft {
  const app = identifiers.clientId;
  const view = drawVerifyFormView(voice, { ...asked, selection, app, apps: [] });
  return { kind: "action", askBack: app ? null : "client-id", view };
}
