import { parseSelection } from "../core/advisor/index.ts";
import type { ApprovalRequest } from "../core/approval/index.ts";
import { rolesGranting } from "../core/consent/index.ts";
import type { LocalText } from "../core/local-text.ts";
import { drawRequest, type RequestNote } from "../core/view/index.ts";
import { drawPreview, type Proved, partsOf } from "./consent-steps.ts";
import { type Reply, say, show } from "./reply.ts";
import type { Tools } from "./route.ts";
import { isAlone, type Turn } from "./turn.ts";

/**
 * What an approver does once a request is approved: the preview with the links for that very app and set-up,
 * for this person alone; or who may grant it, where their roles do not let them.
 */
export async function stepToApprovedConsent(
  turn: Turn,
  request: ApprovalRequest,
  tools: Tools,
): Promise<Reply> {
  const { world } = tools;
  const selection = parseSelection(world.catalogue, request.selection) ?? [];
  const roles = findMissingRoles(request, tools);
  if (roles) return show(drawNoted(turn, request, { kind: "no-role", roles }, tools));
  // A message that everybody reads has no link; the card in the person's own chat leads to it.
  if (turn.kind === "submit" && !isAlone(turn))
    return show(drawNoted(turn, request, { kind: "approved" }, tools));
  const proved = await findProved(turn, request, tools);
  const wish = { selection, approvalId: request.id };
  const view = proved && (await drawPreview(turn, wish, tools, proved));
  if (!view) return show(drawNoted(turn, request, { kind: "no-link" }, tools));
  // The card of the request stays: the links stand under it.
  return isAlone(turn) ? say(view) : show(view);
}

function drawNoted(turn: Turn, request: ApprovalRequest, note: RequestNote, { world }: Tools) {
  return drawRequest(world, turn.language, request, { role: "approver", note });
}

/** Titles of the roles that may grant all of it; undefined where this person has one. */
function findMissingRoles(
  { selection }: ApprovalRequest,
  { world, visitor }: Tools,
): readonly LocalText[] | undefined {
  const { catalogue } = world;
  const parts = partsOf(world, parseSelection(catalogue, selection) ?? []);
  const lists = parts
    .filter(({ endpoint }) => endpoint !== "user")
    .map((part) => rolesGranting(part, catalogue.consent));
  const [first, ...others] = lists;
  if (!first) return undefined;
  const able = first.filter((role) => others.every((list) => list.includes(role)));
  const own: ReadonlySet<string> = visitor?.standing.roles ?? new Set();
  return able.some(({ id }) => own.has(id)) ? undefined : able.map(({ title }) => title);
}

/** The approvers have decided on this client id: where the tenant does not know it yet, that confirms it. */
async function findProved(
  { tenantId }: Turn,
  { app: { clientId } }: ApprovalRequest,
  { apps }: Tools,
): Promise<Proved | undefined> {
  const found = await apps.find(tenantId, clientId);
  if (found.kind === "known") return found;
  return found.kind === "unproved" ? { kind: "confirmed", clientId, why: found.why } : undefined;
}
