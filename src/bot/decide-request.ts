import { mayEnter } from "../core/access/index.ts";
import { type ApprovalRequest, listApprovals } from "../core/approval/index.ts";
import { AppError } from "../core/errors.ts";
import {
  drawDecidingRefusal,
  drawRequest,
  drawRequestGone,
  drawRequestStep,
  type RequestNote,
  type RequestRole,
  type View,
} from "../core/view/index.ts";
import type { DecideOutcome, Verdict } from "../flows/approvals/index.ts";
import { isSealedFor, sealButton } from "./card-token.ts";
import { stepToApprovedConsent } from "./consent-approved.ts";
import { toDeciders } from "./deciders.ts";
import { toPerson } from "./gate.ts";
import { isPerhapsApprover } from "./perhaps-approver.ts";
import { type Reply, show } from "./reply.ts";
import type { Tools } from "./route.ts";
import { personOf, type Turn } from "./turn.ts";

/** A decision as a card sends it. */
export interface RequestVerdict {
  readonly request: string;
  readonly verdict: Verdict["kind"];
}

/** The verb that takes a decision. */
const DECIDE = "request-decide";

/** Asks for the comment or the reason, where this person can still decide. */
export async function stepToVerdict(
  turn: Turn,
  { request: id, verdict }: RequestVerdict,
  tools: Tools,
): Promise<Reply> {
  const request = await tools.approvals.find(turn.tenantId, id);
  if (!request) return show(drawRequestGone(tools.world, turn.language));
  const why = findObstacle(turn, request, verdict);
  if (why) return show(await drawObstacle(turn, request, why, tools));
  return show(drawStep(turn, request, verdict, tools));
}

type Obstacle = Extract<DecideOutcome, { kind: "refused" }>["why"];

function findObstacle(
  turn: Turn,
  request: ApprovalRequest,
  verdict: Verdict["kind"],
): Obstacle | undefined {
  const person = personOf(turn);
  if (request.requester.id === person) return "own";
  if (request.state !== "pending") return "ended";
  const isAgain = verdict === "approve" && listApprovals(request).includes(person);
  return isAgain ? "same-person" : undefined;
}

type StepProblem = Parameters<typeof drawRequestStep>[3]["problem"];

function drawStep(
  turn: Turn,
  request: ApprovalRequest,
  verdict: Verdict["kind"],
  tools: Tools,
  problem?: StepProblem,
): View {
  const k = sealButton(turn, tools, DECIDE, subjectOf({ request: request.id, verdict }));
  return drawRequestStep(tools.world, turn.language, request, { verdict, k, problem });
}

function subjectOf({ request, verdict }: RequestVerdict): string {
  return `${verdict} ${request}`;
}

/** What the step has sent back. */
export interface RequestDecision extends RequestVerdict {
  readonly comment: string;
  readonly k: string;
}

/** Takes the decision, when its step was sealed for this press, and says what follows from it. */
export async function decideRequest(
  turn: Turn,
  decision: RequestDecision,
  tools: Tools,
): Promise<Reply> {
  const { request: id, verdict, k } = decision;
  const comment = decision.comment.trim();
  const isSealed = isSealedFor(turn, tools, { verb: DECIDE, subject: subjectOf(decision), k });
  const problem = isSealed
    ? verdict === "decline" && comment === ""
      ? "reason"
      : undefined
    : "stale";
  if (problem) return stepAgain(turn, decision, problem, tools);
  const outcome = await tools.approvals.decide(
    deciderOf(turn, tools),
    id,
    toVerdict(verdict, comment),
  );
  return answerOutcome(turn, verdict, outcome, tools);
}

async function stepAgain(
  turn: Turn,
  { request: id, verdict }: RequestDecision,
  problem: StepProblem,
  tools: Tools,
): Promise<Reply> {
  const request = await tools.approvals.find(turn.tenantId, id);
  const isOpen = request && findObstacle(turn, request, verdict) === undefined;
  if (!isOpen) return stepToVerdict(turn, { request: id, verdict }, tools);
  return show(drawStep(turn, request, verdict, tools, problem));
}

/** Only what a verified token says of somebody lets them decide. */
function deciderOf(turn: Turn, { visitor }: Tools) {
  if (!visitor) throw new AppError("ERR_TURN_FAILED", "a decision came without a verified token");
  const mayDecide = mayEnter("approver", visitor.standing);
  return { ...toPerson(turn), name: visitor.name, mayDecide };
}

function toVerdict(kind: Verdict["kind"], words: string): Verdict {
  return kind === "approve" ? { kind, comment: words } : { kind, reason: words };
}

async function answerOutcome(
  turn: Turn,
  verdict: Verdict["kind"],
  outcome: DecideOutcome,
  tools: Tools,
): Promise<Reply> {
  const { world } = tools;
  if (outcome.kind === "unknown") return show(drawRequestGone(world, turn.language));
  const { request } = outcome;
  if (outcome.kind === "refused")
    return show(await drawObstacle(turn, request, outcome.why, tools));
  if (verdict === "approve" && outcome.isLast) return stepToApprovedConsent(turn, request, tools);
  const note = { kind: verdict === "approve" ? "first" : "declined" } as const;
  return show(drawFor(turn, request, "approver", tools, note));
}

/** Who may instead, or how the request stands. */
export async function drawObstacle(
  turn: Turn,
  request: ApprovalRequest,
  why: Obstacle,
  tools: Tools,
): Promise<View> {
  if (why === "own" || why === "not-approver") {
    const { settings } = await tools.settings.read(turn.tenantId);
    return drawDecidingRefusal(tools.world, turn.language, why, toDeciders(turn, settings));
  }
  const role = await findRole(turn, request, tools);
  return drawFor(turn, request, role, tools, { kind: why });
}

/** A request in the view of who looks at it. */
export function drawFor(
  turn: Turn,
  request: ApprovalRequest,
  role: RequestRole,
  { world }: Tools,
  note?: RequestNote,
): View {
  return drawRequest(world, turn.language, request, { role, note });
}

/** For whom a request is to be drawn: it decides which buttons are shown, never what they do. */
export async function findRole(
  turn: Turn,
  { requester }: Pick<ApprovalRequest, "requester">,
  tools: Tools,
): Promise<RequestRole> {
  if (requester.id === personOf(turn)) return "requester";
  return (await isPerhapsApprover(turn, tools)) ? "approver" : "reader";
}
