import { mayEnter } from "../../core/access/index.ts";
import { type ApprovalRequest, isOpen, listApprovals } from "../../core/approval/index.ts";
import type { TabOutput } from "../../core/tab-api/index.ts";
import { cleanForeign, nameSelection, toPacket } from "../../core/view/index.ts";
import type { DecideOutcome } from "../../flows/approvals/index.ts";
import {
  type Answered,
  answer,
  type Caller,
  type Refusal,
  refuse,
  type TabHandler,
} from "./call.ts";
import { formatEtag, parseEtag } from "./etag.ts";
import { readStanding } from "./read-standing.ts";

/** Requests of a list. */
const MOST = 100;

export const listRequests: TabHandler<"listRequests"> = async (call) => {
  const { tenantId, personId } = call.identity;
  const own = await call.tools.approvals.list(tenantId, { requesterId: personId, limit: MOST });
  return answer({ requests: own.map((request) => toRow(call, request, false)) });
};

export const listToDecide: TabHandler<"listToDecide"> = async (call) => {
  const { tenantId, personId } = call.identity;
  const open = await call.tools.approvals.list(tenantId, { isOpen: true, limit: MOST });
  const others = open.filter(({ requester }) => requester.id !== personId);
  return answer({ requests: others.map((request) => toRow(call, request, true)) });
};

export const readRequest: TabHandler<"readRequest"> = async (call) => {
  const found = await findRequest(call, call.params.request);
  if (found.kind === "refused") return found;
  const read = toRead(call, found.request, found.isApprover);
  return answer(read, read.request.etag);
};

export const decideRequest: TabHandler<"decideRequest"> = async (call) => {
  const { tools, identity, input, params, ifMatch } = call;
  const found = await findSeen(call, params.request, ifMatch);
  if (found.kind === "refused") return found;
  const { tenantId, personId, name } = identity;
  const who = { tenantId, personId, name, mayDecide: found.isApprover };
  return toDecided(call, await tools.approvals.decide(who, params.request, input), found);
};

export const withdrawRequest: TabHandler<"withdrawRequest"> = async (call) => {
  const { tools, identity, params, ifMatch } = call;
  const found = await findSeen(call, params.request, ifMatch);
  if (found.kind === "refused") return found;
  const { tenantId, personId } = identity;
  const outcome = await tools.approvals.withdraw({ tenantId, personId }, params.request);
  return toDecided(call, outcome, found);
};

interface Found {
  readonly kind: "found";
  readonly request: ApprovalRequest;
  readonly isApprover: boolean;
}

/** Of a request that is neither the person's own nor theirs to decide it is not said whether there is one. */
async function findRequest(call: Caller, id: string): Promise<Found | Refusal> {
  const { tools, identity } = call;
  const [request, standing] = await Promise.all([
    tools.approvals.find(identity.tenantId, id),
    readStanding(tools, identity),
  ]);
  const isApprover = mayEnter("approver", standing);
  const isOpenToThem = isApprover || request?.requester.id === identity.personId;
  if (!request || !isOpenToThem) return refuse("not_found");
  return { kind: "found", request, isApprover };
}

/** The request, while it is as the person has seen it. */
async function findSeen(
  call: Caller,
  id: string,
  ifMatch: string | undefined,
): Promise<Found | Refusal> {
  const seen = parseEtag(ifMatch);
  if (seen === undefined) return refuse("invalid", { field: "If-Match" });
  const found = await findRequest(call, id);
  if (found.kind === "refused") return found;
  return seen === tagOf(found.request) ? found : refuse("conflict");
}

/** Whoever lost a race is told how the request stands. */
function toDecided(
  call: Caller,
  outcome: DecideOutcome,
  { isApprover }: Found,
): Answered<TabOutput<"decideRequest">> | Refusal {
  if (outcome.kind === "unknown") return refuse("not_found");
  const read = toRead(call, outcome.request, isApprover);
  return outcome.kind === "decided"
    ? answer({ ...read, kind: "decided", isLast: outcome.isLast }, read.request.etag)
    : answer({ ...read, kind: "refused", why: outcome.why }, read.request.etag);
}

function toRead(
  call: Caller,
  request: ApprovalRequest,
  isApprover: boolean,
): TabOutput<"readRequest"> {
  const packet = toPacket(call.tools.world, call.language, request);
  const { id: _id, language: _language, title: _title, state: _state, ...said } = packet;
  // What is sent is what its schema names: lists of the core are read only, those of an answer are not.
  const plain = JSON.parse(JSON.stringify(said)) as TabOutput<"readRequest">["packet"];
  return { request: toRow(call, request, isApprover), packet: plain };
}

type Row = TabOutput<"listRequests">["requests"][number];

function toRow(
  { tools, identity, language }: Caller,
  request: ApprovalRequest,
  isApprover: boolean,
): Row {
  const { world } = tools;
  const t = world.texts(language);
  const { id, state, app, requester, askedAt, expiresAt, approvalsNeeded } = request;
  const approvers = listApprovals(request);
  const isOwn = requester.id === identity.personId;
  return {
    id,
    title: nameSelection(world, language, request.selection) ?? t("tabResult.unknown"),
    app: cleanForeign(app.name ?? "") || app.clientId,
    requester: cleanForeign(requester.name ?? "") || null,
    state,
    stateText: t(`request.state.${state}`),
    askedAt,
    expiresAt,
    approvals: approvers.length,
    approvalsNeeded,
    etag: formatEtag(tagOf(request)),
    mayDecide:
      isApprover && !isOwn && state === "pending" && !approvers.includes(identity.personId),
    mayWithdraw: isOwn && isOpen(request),
  };
}

/** What a decision is made on; a reminder changes nothing of it. */
function tagOf({ state, events }: ApprovalRequest): string {
  return `${state} ${events.filter(({ kind }) => kind !== "reminded").length}`;
}
