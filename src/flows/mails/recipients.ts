import type { ApprovalRequest } from "../../core/approval/index.ts";
import type { TenantSettings } from "../../core/settings/index.ts";
import type { MailKind } from "../../core/view/index.ts";
import type { DirectoryAnswer, RoleHolder, RoleHolders } from "../../ports/index.ts";

/** A request that somebody is to read of. */
export interface Concern {
  readonly about: { readonly kind: MailKind };
  readonly request: ApprovalRequest;
  readonly settings: Pick<TenantSettings, "approvers" | "approval">;
}

/** Most addresses of one mail; those who are named in Settings go first. */
const MOST_RECIPIENTS = 50;

/**
 * Addresses of those whom a mail about a request is for: approvers who can still do something, or the one
 * who asked. Approvers get it wherever their cards stand.
 */
export async function findRecipients(
  { roleHolders }: { readonly roleHolders: RoleHolders },
  { about, request, settings }: Concern,
): Promise<DirectoryAnswer<readonly string[]>> {
  const { tenantId, requester } = request;
  if (about.kind === "decided") return toAddresses(roleHolders, tenantId, [requester.id]);
  const { approvers, approval } = settings;
  const held = await listHolders(roleHolders, tenantId, approval.roles);
  if (held.kind !== "read") return held;
  const known = new Map(held.value.map(({ id, mail }) => [id, mail]));
  const done = new Set([requester.id, ...listApproved(request)]);
  const ids = [...new Set([...approvers.map(({ id }) => id), ...known.keys()])].filter(
    (id) => !done.has(id),
  );
  const asked = ids.slice(0, MOST_RECIPIENTS);
  const unknown = await toAddresses(
    roleHolders,
    tenantId,
    asked.filter((id) => !known.has(id)),
  );
  if (unknown.kind !== "read") return unknown;
  const ofHolders = asked.flatMap((id) => known.get(id) ?? []);
  return { kind: "read", value: [...unknown.value, ...ofHolders] };
}

async function listHolders(
  roleHolders: RoleHolders,
  tenantId: string,
  roles: TenantSettings["approval"]["roles"],
): Promise<DirectoryAnswer<readonly RoleHolder[]>> {
  if (roles.length === 0) return { kind: "read", value: [] };
  const answer = await roleHolders.list(tenantId, roles);
  return answer.kind === "read" ? { kind: "read", value: answer.value.people } : answer;
}

/** Who has approved already; of the two-person rule the second one is wanted. */
function listApproved({ state, events }: ApprovalRequest): readonly string[] {
  if (state !== "pending") return [];
  return events.flatMap((event) => (event.kind === "approved" ? [event.by.id] : []));
}

async function toAddresses(
  roleHolders: RoleHolders,
  tenantId: string,
  ids: readonly string[],
): Promise<DirectoryAnswer<readonly string[]>> {
  if (ids.length === 0) return { kind: "read", value: [] };
  const answer = await roleHolders.listAddresses(tenantId, ids);
  return answer.kind === "read" ? { kind: "read", value: [...answer.value.values()] } : answer;
}
