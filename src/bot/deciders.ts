import type { TenantSettings } from "../core/settings/index.ts";
import type { Deciders } from "../core/view/index.ts";
import { isAlone, type Turn } from "./turn.ts";

/** Who decides on requests in a tenant; names are told where nobody else reads along. */
export function toDeciders(
  turn: Pick<Turn, "kind" | "place" | "isTargeted">,
  { approvers, approval }: TenantSettings,
): Deciders {
  const isRead = turn.kind === "message" && !isAlone(turn);
  return {
    people: isRead ? [] : approvers.map(({ name }) => name),
    named: approvers.length,
    roles: approval.roles,
    isTwoPerson: approval.isTwoPerson,
  };
}
