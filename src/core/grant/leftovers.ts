import type { Catalogue } from "../catalogue/index.ts";
import type { Grant, TenantPermission, TenantReading } from "./grant.ts";
import { type GrantGroup, groupGrants } from "./group-grants.ts";
import { isSignIn, toPermission } from "./identity.ts";
import { isListed, registeredOf } from "./registration.ts";
import type { GrantRow, RowHint } from "./report.ts";
import { rolesToRevoke } from "./roles.ts";

const ORDER: readonly GrantRow["state"][] = ["excess", "ghost", "unknown"];

/** Rows for grants that no requirement asks for, one a permission: excess, then ghosts, then unknown. */
export function findLeftovers(
  catalogue: Catalogue,
  reading: TenantReading,
  unused: readonly Grant[],
): GrantRow[] {
  const registered = registeredOf(reading);
  const rows = groupGrants(unused).map((grants) => toRow(catalogue, registered, grants));
  return rows.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

function toRow(
  catalogue: Catalogue,
  registered: readonly TenantPermission[] | null,
  grants: GrantGroup,
): GrantRow {
  const permission = toPermission(grants[0]);
  const isRequested = isListed(registered, permission);
  const hints: RowHint[] = grants.every(({ reach }) => reach === "person") ? ["per-person"] : [];
  const base = { permission, requirement: null, grants, isRequested };
  if (permission.value === null)
    return { ...base, state: "unknown", hints, remedy: "look", roles: [] };
  if (isSignIn(permission))
    return { ...base, state: "excess", hints: [...hints, "sign-in"], remedy: "none", roles: [] };
  const state = isRequested === false ? "ghost" : "excess";
  return { ...base, state, hints, remedy: "remove", roles: rolesToRevoke(catalogue) };
}
