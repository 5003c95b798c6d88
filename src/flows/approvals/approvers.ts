import type { NamedChannel, TenantSettings } from "../../core/settings/index.ts";
import type { ApprovalsOptions } from "./options.ts";

/** Who is asked to decide, as Settings says now. */
export interface Approvers {
  /** Where they are asked together; null for their own chats. */
  readonly channel: NamedChannel | null;
  /** Those who are asked in their own chats, each once. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** `later` where asking again may help. */
  readonly roles: "read" | "later" | "unreadable";
}

/** People who are asked in their own chats; more decide by opening the request. */
const MOST_PEOPLE = 50;

/** Finds who is asked: never the requester, and those named in Settings before those who have a role. */
export async function findApprovers(
  options: Pick<ApprovalsOptions, "roleHolders">,
  { tenantId, requesterId }: { readonly tenantId: string; readonly requesterId: string },
  { approvers, approval: { channel, roles } }: Pick<TenantSettings, "approvers" | "approval">,
): Promise<Approvers> {
  if (channel) return { channel, people: [], roles: "read" };
  const held = await findHolders(options, tenantId, roles);
  const people = new Map([...held.people, ...approvers].map(({ id, name }) => [id, { id, name }]));
  const named = new Set(approvers.map(({ id }) => id));
  const asked = [...people.values()]
    .filter(({ id }) => id !== requesterId)
    .sort((one, other) => Number(named.has(other.id)) - Number(named.has(one.id)))
    .slice(0, MOST_PEOPLE);
  return { channel: null, people: asked, roles: held.roles };
}

async function findHolders(
  { roleHolders }: Pick<ApprovalsOptions, "roleHolders">,
  tenantId: string,
  roles: TenantSettings["approval"]["roles"],
): Promise<Pick<Approvers, "people" | "roles">> {
  if (roles.length === 0) return { people: [], roles: "read" };
  const answer = await roleHolders.list(tenantId, roles);
  if (answer.kind === "read") return { people: answer.value.people, roles: "read" };
  const isPassing = answer.kind === "busy" || answer.kind === "unreachable";
  return { people: [], roles: isPassing ? "later" : "unreadable" };
}
