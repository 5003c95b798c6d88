import { type ApprovalEvent, type ApprovalRequest, isOpen } from "../../core/approval/index.ts";
import type { Op, Person } from "../../ports/index.ts";
import { commitQuietly } from "../commit-quietly.ts";
import { listRows } from "../list-rows.ts";
import { dropCardOps } from "./cards.ts";
import { withdraw } from "./decide.ts";
import { cardLetters, listCards } from "./letters.ts";
import type { ApprovalsOptions } from "./options.ts";
import { changeApproval, parseApproval } from "./rows.ts";

/**
 * Forgets a person's part in requests. What they wait for is taken back; their name goes from every request
 * and card, and so does what they wrote as a requester or beside an approval. Ids stay, so that the audit log
 * makes sense, and so does the reason for which a request was declined: it is the tenant's decision.
 * @returns how many requests it was
 */
export async function forgetPerson(options: ApprovalsOptions, person: Person): Promise<number> {
  const { tenantId, personId } = person;
  let forgotten = 0;
  for await (const row of listRows(options, tenantId, "approval|")) {
    const request = parseApproval(options, tenantId, row)?.record.request;
    if (!request || !isPartOf(request, personId)) continue;
    if (request.requester.id === personId && isOpen(request))
      await withdraw(options, person, request.id);
    await dropName(options, request, personId);
    await dropCards(options, request, personId);
    forgotten += 1;
  }
  return forgotten;
}

/** True where their name or words still stand, or where they wait: a name may never have been known. */
function isPartOf(request: ApprovalRequest, personId: string): boolean {
  const isWaiting = request.requester.id === personId && isOpen(request);
  return isWaiting || JSON.stringify(withoutName(request, personId)) !== JSON.stringify(request);
}

async function dropName(
  options: ApprovalsOptions,
  { tenantId, id }: ApprovalRequest,
  personId: string,
): Promise<void> {
  const toEntry = () => ({
    verb: "approval.forgotten",
    actor: personId,
    object: `approval:${id}`,
  });
  await changeApproval(options, { tenantId, id, entry: toEntry }, async ({ request }) => {
    const next = withoutName(request, personId);
    return { request: next, letters: await cardLetters(options, next) };
  });
}

function withoutName(request: ApprovalRequest, personId: string): ApprovalRequest {
  const { requester, events, reach, comment } = request;
  const strip = <Actor extends { id: string; name: string | null }>(actor: Actor): Actor =>
    actor.id === personId ? { ...actor, name: null } : actor;
  return {
    ...request,
    requester: strip(requester),
    comment: requester.id === personId ? "" : comment,
    events: events.map((event): ApprovalEvent => {
      if (!("by" in event)) return event;
      const isTheirs = event.kind === "approved" && event.by.id === personId;
      return { ...event, by: strip(event.by), ...(isTheirs && { comment: "" }) };
    }),
    ...(reach && { reach: { ...reach, people: reach.people.map(strip) } }),
  };
}

/** Their own chat is forgotten too, so nothing is changed there any more. */
async function dropCards(
  options: ApprovalsOptions,
  request: ApprovalRequest,
  personId: string,
): Promise<void> {
  for await (const card of listCards(options, request))
    if (card.personId === personId)
      await commitQuietly(
        options,
        request.tenantId,
        (): Promise<Op[]> => dropCardOps(options, request, card),
      );
}
