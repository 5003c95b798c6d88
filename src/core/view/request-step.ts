import type { ApprovalRequest } from "../approval/index.ts";
import { bottomBar } from "./actions.ts";
import { namedApp } from "./apps.ts";
import { button, buttons } from "./buttons.ts";
import {
  group,
  hide,
  label,
  lines,
  type Part,
  paragraphs,
  say,
  sayQuoting,
  toView,
} from "./parts.ts";
import { toPacket } from "./request-packet.ts";
import type { View } from "./view.ts";
import type { Voice } from "./voice.ts";

/** A decision that somebody is about to take. */
export interface RequestStep {
  readonly verdict: "approve" | "decline";
  /** Sealed; comes back with the button. */
  readonly k: string;
  /** What was pressed did not do. */
  readonly problem?: "reason" | "stale" | undefined;
}

/** Asks for the comment of an approval, or the reason of a refusal, and says what follows from it. */
export function drawRequestStepView(
  voice: Voice,
  request: ApprovalRequest,
  { verdict, k, problem }: RequestStep,
): View {
  const { t } = voice;
  const packet = toPacket(voice.world, voice.language, request);
  const title = t(`request.step.${verdict}.title`);
  const requester = request.requester.name?.trim();
  return toView(voice, "request-step", title, {
    title: say(title),
    lead: lines([
      say(packet.title),
      namedApp(voice, request.app),
      ...(requester ? [sayQuoting(t, "request.step.requester", { name: requester })] : []),
      say(t(followKey(request, verdict))),
    ]),
    problem: paragraphs(problem ? [t(`request.step.problem.${problem}`)] : []),
    comment: commentInput(voice, verdict),
    submit: buttons([
      button(t(`request.step.${verdict}.submit`), "request-decide", {
        request: request.id,
        verdict,
        k,
      }),
    ]),
    actions: bottomBar(
      voice,
      [button(t("request.step.back"), "request-show", { request: request.id })],
      1,
    ),
  });
}

function followKey({ approvalsNeeded, events }: ApprovalRequest, verdict: RequestStep["verdict"]) {
  if (verdict === "decline") return "request.step.decline.follows";
  const left = approvalsNeeded - events.filter(({ kind }) => kind === "approved").length;
  return left > 1 ? "request.step.approve.first" : "request.step.approve.last";
}

function commentInput({ t }: Voice, verdict: RequestStep["verdict"]): Part {
  return group({
    label: label(t(`request.step.${verdict}.comment`)),
    placeholder: label(t(`request.step.${verdict}.placeholder`)),
    isRequired: hide(verdict === "decline"),
    error: verdict === "decline" ? label(t("request.step.problem.reason")) : hide(null),
  });
}
