import type { PermissionType } from "../permission/index.ts";
import { COVER_RULES } from "./cover-rules.ts";
import type { TenantPermission } from "./grant.ts";
import { TWINS } from "./identity.ts";

/**
 * True when the first permission reaches further than the second, so that whoever holds it needs no
 * grant of the second. Only certain pairs count: see the rules. Never across types, never for a
 * permission and itself.
 */
export function covers(wider: TenantPermission, needed: TenantPermission): boolean {
  if (wider.type !== needed.type || wider.value === null || needed.value === null) return false;
  if (!isOnGraph(wider) || !isOnGraph(needed)) return false;
  return REACH[wider.type].get(wider.value)?.has(needed.value) ?? false;
}

/** The rules are those of Microsoft Graph; a twin counts as what it is there. */
function isOnGraph({ resource, type, value }: TenantPermission): boolean {
  if (resource === "exo") return type === "delegated" && value !== null && TWINS.has(value);
  return resource === "graph";
}

type Reach = ReadonlyMap<string, ReadonlySet<string>>;

const REACH: Readonly<Record<PermissionType, Reach>> = {
  delegated: closeOver("delegated"),
  application: closeOver("application"),
};

/** Everything that each value of a type covers, over any number of steps. */
function closeOver(type: PermissionType): Reach {
  const steps = new Map<string, string[]>();
  for (const { wider, covers: narrower, types } of COVER_RULES)
    if (types.includes(type)) steps.set(wider, [...(steps.get(wider) ?? []), ...narrower]);
  return new Map([...steps.keys()].map((value) => [value, descend(steps, value)]));
}

function descend(steps: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
  const found = new Set<string>();
  const open = [...(steps.get(from) ?? [])];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (found.has(value)) continue;
    found.add(value);
    open.push(...(steps.get(value) ?? []));
  }
  return found;
}
