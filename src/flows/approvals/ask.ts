import {
  type ApprovalRequest,
  applyEvent,
  isOpen,
  needsOf,
  setTimes,
} from "../../core/approval/index.ts";
import { fingerprint } from "../../core/fingerprint.ts";
import type { TenantSettings } from "../../core/settings/index.ts";
import type { Op } from "../../ports/index.ts";
import type { Letter } from "../outbox/index.ts";
import type { ApprovalDraft, AskOutcome } from "./approvals.ts";
import { type Approvers, findApprovers } from "./approvers.ts";
import { cardOps } from "./cards.ts";
import { toChannelLetter, toLetter, toMail } from "./letters.ts";
import type { ApprovalsOptions } from "./options.ts";
import {
  type ApprovalRecord,
  approvalKey,
  listKeys,
  liveKey,
  Named,
  timeKey,
  waitKey,
} from "./record.ts";
import { readApproval } from "./rows.ts";

/** Commits a request with its letters, unless the same person waits for the same already. */
export async function ask(options: ApprovalsOptions, draft: ApprovalDraft): Promise<AskOutcome> {
  const { tenantId, requester } = draft;
  const { settings } = await options.settings.read(tenantId);
  const waiting = await findWaiting(options, draft);
  if (waiting) return { kind: "waiting", request: waiting };
  const to = await findApprovers(options, { tenantId, requesterId: requester.id }, settings);
  const request = toRequest(options, draft, { settings, to });
  let before: ApprovalRequest | undefined;
  const isAsked = await options.ledger.record(tenantId, toEntry(request), async () => {
    before = await findWaiting(options, draft);
    return before ? undefined : toInsertOps(options, draft, { request, to, settings });
  });
  if (!isAsked && before) return { kind: "waiting", request: before };
  return { kind: "asked", request, sentTo: toSentTo(request) };
}

function toSentTo({ reach }: ApprovalRequest) {
  return {
    channel: reach?.channel?.name ?? null,
    people: (reach?.people ?? []).flatMap(({ name }) => name ?? []),
    isMailed: reach?.isMailed ?? false,
  };
}

/** What was asked for is on record; why, in people's words, is not. */
function toEntry({ id, requester, app, selection, approvalsNeeded }: ApprovalRequest) {
  return {
    verb: "approval.asked",
    actor: requester.id,
    object: `approval:${id}`,
    details: { clientId: app.clientId, selection, needed: approvalsNeeded },
  };
}

type Asked = Pick<ApprovalDraft, "tenantId" | "requester" | "app" | "selection">;

/** The open request of the same person for the same set-up and app. */
async function findWaiting(
  options: ApprovalsOptions,
  asked: Asked,
): Promise<ApprovalRequest | undefined> {
  const row = await options.store.get(asked.tenantId, waitKey(asked));
  const named = Named.safeParse(row?.value).data;
  const found = named && (await readApproval(options, asked.tenantId, named.id));
  const request = found?.record.request;
  return request && isOpen(request) ? request : undefined;
}

interface Sending {
  readonly settings: TenantSettings;
  readonly to: Approvers;
}

function toRequest(
  { clock, ids, catalogue }: ApprovalsOptions,
  draft: ApprovalDraft,
  { settings: { approval, mail }, to }: Sending,
): ApprovalRequest {
  const { card: _, ...asked } = draft;
  const at = clock.now();
  const needs = [...needsOf(catalogue, draft.selection)];
  const request: ApprovalRequest = {
    ...asked,
    id: ids.next(),
    state: "pending",
    catalogue: { version: fingerprint(JSON.stringify(needs)), needs },
    askedAt: at,
    expiresAt: at,
    remindAt: null,
    approvalsNeeded: approval.isTwoPerson ? 2 : 1,
    events: [],
    reach: {
      channel: to.channel && { name: to.channel.channelName, state: "waiting" },
      people: to.people.map((one) => ({ ...one, state: "waiting" })),
      isMailed: mail.isOn,
      areRolesRead: to.roles === "read",
    },
  };
  const applied = applyEvent(request, { kind: "asked", at, by: draft.requester });
  return setTimes(applied.kind === "applied" ? applied.request : request, approval);
}

interface Inserting extends Sending {
  readonly request: ApprovalRequest;
}

async function toInsertOps(
  options: ApprovalsOptions,
  { card, ...draft }: ApprovalDraft,
  { request, to, settings }: Inserting,
): Promise<Op[]> {
  const { store, letters, clock } = options;
  const { id, tenantId } = request;
  const record: ApprovalRecord = { request, lookAt: null, looks: 0, changedAt: clock.now() };
  const value = { id };
  const old = await store.get(tenantId, waitKey(draft));
  const wait: Op = old
    ? { op: "replace", rk: waitKey(draft), value, etag: old.etag }
    : { op: "insert", rk: waitKey(draft), value };
  const own = card && { ...card, role: "requester" as const, language: draft.language };
  return [
    { op: "insert", rk: approvalKey(id), value: record },
    wait,
    ...[timeKey(record), liveKey(request), ...listKeys(request)].map(
      (rk): Op => ({ op: "put", rk, value }),
    ),
    ...(own ? await cardOps(options, request, toOwn(own, draft)) : []),
    ...firstLetters(request, to, settings).map(letters.toOp),
  ];
}

function toOwn(
  { isPersonal, ...card }: NonNullable<ApprovalDraft["card"]> & { role: "requester" },
  { requester, language }: Omit<ApprovalDraft, "card">,
) {
  return { ...card, language, ...(isPersonal && { personId: requester.id }) };
}

/** Letters to everybody who is asked. */
function firstLetters(
  { id: request, ...rest }: ApprovalRequest,
  { channel, people, roles }: Approvers,
  { mail }: TenantSettings,
): Letter[] {
  const posts = people.map(({ id }) => toLetter({ kind: "post", request, person: id }));
  return [
    ...(channel ? [toChannelLetter(request, channel)] : posts),
    ...(roles === "later" ? [toLetter({ kind: "summon", request, event: 0 })] : []),
    ...(mail.isOn ? [toMail({ id: request, ...rest }, "asked")] : []),
  ];
}
