import { type Case, casesOfSelection, parseSelection, type Selection } from "../advisor/index.ts";
import type { ApprovalRequest } from "../approval/index.ts";
import type { Language } from "../local-text.ts";
import { drawHistoryView, type HistoryRequest } from "./history.ts";
import { type Deciders, drawRefuse, drawRefuseDeciding, drawRefuseGone } from "./refuse.ts";
import { drawRequestView, type RequestShown } from "./request-card.ts";
import { drawRequestFormView, type RequestFormRequest } from "./request-form.ts";
import { drawRequestPreviewView, type RequestPreviewRequest } from "./request-preview.ts";
import { drawRequestStepView, type RequestStep } from "./request-step.ts";
import type { View, World } from "./view.ts";
import { toVoice } from "./voice.ts";

/** A form by the code of its selection, as cards carry it. */
type ByCode<Request> = Omit<Request, "selection" | "cases"> & { readonly s: string };

/**
 * Asks for which app, why and until when somebody wants to have approval.
 * @returns undefined when the code is not valid or names no complete case
 */
export function drawRequestForm(
  world: World,
  language: Language,
  input: ByCode<RequestFormRequest>,
): View | undefined {
  const found = findCases(world, input.s);
  return found && drawRequestFormView(toVoice(world, language), { ...input, ...found });
}

/**
 * Says what will be asked and who will get it, with the button that sends it.
 * @returns undefined when the code is not valid or names no complete case
 */
export function drawRequestPreview(
  world: World,
  language: Language,
  input: ByCode<RequestPreviewRequest>,
): View | undefined {
  const found = findCases(world, input.s);
  return found && drawRequestPreviewView(toVoice(world, language), { ...input, ...found });
}

/**
 * The packet of a request as it stands, with what somebody in that role can do about it. Says as much as
 * fits on one card, and leads to the page of the set-ups for the rest.
 */
export function drawRequest(
  world: World,
  language: Language,
  request: ApprovalRequest,
  shown: RequestShown,
): View {
  return drawRequestView(toVoice(world, language), request, shown);
}

/** Asks for the comment of an approval or the reason of a refusal. Who decides sees it alone. */
export function drawRequestStep(
  world: World,
  language: Language,
  request: ApprovalRequest,
  step: RequestStep,
): View {
  return drawRequestStepView(toVoice(world, language), request, step);
}

/** There is no such request here, or not any more. */
export function drawRequestGone(world: World, language: Language): View {
  return drawRefuseGone(toVoice(world, language));
}

/** Somebody may not decide on a request: why, and who may here. */
export function drawDecidingRefusal(
  world: World,
  language: Language,
  why: "own" | "not-approver",
  deciders: Deciders,
): View {
  return drawRefuseDeciding(toVoice(world, language), why, deciders);
}

/** What nobody may ask for by chat, with who decides on requests in this tenant. */
export function drawRefusalHere(world: World, language: Language, deciders: Deciders): View {
  return drawRefuse(toVoice(world, language), deciders);
}

/** A page of earlier requests or checks. */
export function drawHistory(world: World, language: Language, input: HistoryRequest): View {
  return drawHistoryView(toVoice(world, language), input);
}

function findCases(
  { catalogue }: World,
  s: string,
): { selection: Selection; cases: readonly Case[] } | undefined {
  const selection = parseSelection(catalogue, s);
  const cases = selection ? casesOfSelection(catalogue, selection) : [];
  return selection && cases.length > 0 ? { selection, cases } : undefined;
}
