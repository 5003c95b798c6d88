import type { Catalogue } from "../catalogue/index.ts";
import type { Grant, TenantPermission, TenantReading } from "./grant.ts";
import { isSignIn, toPermission } from "./identity.ts";
import { isListed, registeredOf } from "./registration.ts";
import type { GrantRow, RowHint } from "./report.ts";
import { rolesToRevoke } from "./roles.ts";

const ORDER: readonly GrantRow["state"][] = ["excess", "ghost", "unknown"];

/** Rows for grants that nothing named needs, one a permission: excess, then ghosts, then unknown. */
export function findLeftovers(
  catalogue: Catalogue,
  reading: TenantReading,
  unused: readonly Grant[],
): GrantRow[] {
  const registered = registeredOf(reading);
  const rows = groupByPermission(unused).map((grants) => toRow(catalogue, registered, grants));
  return rows.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

type Group = readonly [Grant, ...Grant[]];

function groupByPermission(grants: readonly Grant[]): Group[] {
  const groups = new Map<string, Group>();
  for (const grant of grants) {
    const { resource, resourceName, type, value, id } = grant;
    const key = JSON.stringify([resource ?? resourceName, type, value, value === null ? id : null]);
    const known = groups.get(key);
    groups.set(key, known ? [...known, grant] : [grant]);
  }
  return [...groups.values()];
}

function toRow(
  catalogue: Catalogue,
  registered: readonly TenantPermission[] | null,
  grants: Group,
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
