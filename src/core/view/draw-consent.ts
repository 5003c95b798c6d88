import { type Case, casesOfSelection, parseSelection, type Selection } from "../advisor/index.ts";
import type { Language } from "../local-text.ts";
import { type AppChoiceRequest, drawAppChoiceView } from "./app-choice.ts";
import { type AppConfirmRequest, drawAppConfirmView } from "./app-confirm.ts";
import { type ConsentFormRequest, drawConsentFormView } from "./consent-form.ts";
import { type ConsentOutcomeRequest, drawConsentOutcomeView } from "./consent-outcome.ts";
import { type ConsentPreviewRequest, drawConsentPreviewView } from "./consent-preview.ts";
import { type DirectoryProblemRequest, drawDirectoryProblemView } from "./directory-problem.ts";
import { drawGrantReportView, type GrantReportRequest } from "./grant-report.ts";
import { drawOwnAppsView, type OwnAppsRequest } from "./own-apps.ts";
import { drawPasteErrorView } from "./paste-error.ts";
import { explainErrorText } from "./troubleshoot.ts";
import { drawVerifyFormView, type VerifyFormRequest } from "./verify-form.ts";
import type { View, World } from "./view.ts";
import { toVoice } from "./voice.ts";

/** A request by the code of its selection, as cards carry it. */
type ByCode<Request> = Omit<Request, "selection" | "cases"> & { readonly s: string };

/**
 * Asks for tenant and app. What was typed before stands in the inputs; `problems` says what is wrong with
 * it besides the form of the tenant, which is looked at here.
 * @param input `apps`: used here before, of which six are offered as buttons
 * @returns undefined when the code is not valid or names no complete case
 */
export function drawConsentForm(
  world: World,
  language: Language,
  input: ByCode<ConsentFormRequest>,
): View | undefined {
  const found = findCases(world, input.s);
  return found && drawConsentFormView(toVoice(world, language), { ...input, ...found });
}

/** Several apps answer to what was typed: which of them is meant? Ten are shown. */
export function drawAppChoice(world: World, language: Language, input: AppChoiceRequest): View {
  return drawAppChoiceView(toVoice(world, language), input);
}

/** The selection has scopes of both of Consentry's app registrations: which of them is meant? */
export function drawOwnApps(world: World, language: Language, input: OwnAppsRequest): View {
  return drawOwnAppsView(toVoice(world, language), input);
}

/**
 * Asks a person to confirm an app that nothing has proved.
 * @param input `k` is sealed text that comes back with the button
 */
export function drawAppConfirm(world: World, language: Language, input: AppConfirmRequest): View {
  return drawAppConfirmView(toVoice(world, language), input);
}

/**
 * What the consent pages will ask, grant and perhaps drop, with a link a page. The form instead where
 * tenant or client id are malformed; a page with nothing left to grant has no link.
 * @param input `links` gives the sealed state of a link by the index of its part in planConsent; without
 *   it no link is made
 * @returns undefined when the code is not valid or names no complete case
 */
export function drawConsentPreview(
  world: World,
  language: Language,
  input: ByCode<ConsentPreviewRequest>,
): View | undefined {
  const found = findCases(world, input.s);
  return found && drawConsentPreviewView(toVoice(world, language), { ...input, ...found });
}

/**
 * What came of a consent request, or that it is being looked at, or that its link was used before. It holds
 * nothing that only one person may see.
 */
export function drawConsentOutcome(
  world: World,
  language: Language,
  input: ConsentOutcomeRequest,
): View {
  return drawConsentOutcomeView(toVoice(world, language), input);
}

/**
 * Asks which app of the tenant is to be checked or watched.
 * @returns undefined when the code is not valid or names no complete case
 */
export function drawVerifyForm(
  world: World,
  language: Language,
  input: ByCode<VerifyFormRequest>,
): View | undefined {
  const found = findCases(world, input.s);
  return found && drawVerifyFormView(toVoice(world, language), { ...input, ...found });
}

/**
 * Needed, requested and granted side by side, with what to do about each. Says as much as fits on one card.
 * @returns undefined when the code is not valid or names no complete case
 */
export function drawGrantReport(
  world: World,
  language: Language,
  input: ByCode<GrantReportRequest>,
): View | undefined {
  const found = findCases(world, input.s);
  return found && drawGrantReportView(toVoice(world, language), { ...input, ...found });
}

/** Consentry cannot read the tenant: why, what to do, who may, and a button for a new try. */
export function drawDirectoryProblem(
  world: World,
  language: Language,
  input: DirectoryProblemRequest,
): View {
  return drawDirectoryProblemView(toVoice(world, language), input);
}

/**
 * The form that takes what Microsoft's page said.
 * @param s code of the selection that it is about, where one is known
 */
export function drawPasteError(world: World, language: Language, s?: string): View {
  return drawPasteErrorView(toVoice(world, language), s);
}

/**
 * Explains the text of an error page: by its numbers, or by what it says without one.
 * @param input `text` as pasted, of which 8,000 characters are read; `s` the selection, where one is known
 */
export function explainError(
  world: World,
  language: Language,
  { s, text }: { readonly s?: string | undefined; readonly text: string },
): View {
  const selection = s === undefined ? undefined : parseSelection(world.catalogue, s);
  return explainErrorText(toVoice(world, language), selection ?? [], text);
}

function findCases(
  { catalogue }: World,
  s: string,
): { selection: Selection; cases: readonly Case[] } | undefined {
  const selection = parseSelection(catalogue, s);
  const cases = selection ? casesOfSelection(catalogue, selection) : [];
  return selection && cases.length > 0 ? { selection, cases } : undefined;
}
