import type { Grant } from "./grant.ts";

/** Grants of one permission, which differ in their reach. */
export type GrantGroup = readonly [Grant, ...Grant[]];

/**
 * Puts the grants of each permission together, in the order in which they come. An app that people consent
 * to one by one has a grant for each of them: what is asked of all grants is asked of the groups.
 */
export function groupGrants(grants: readonly Grant[]): GrantGroup[] {
  const groups: OpenGroup[] = [];
  const byName = new Map<string, OpenGroup[]>();
  for (const grant of grants) {
    // Few permissions share a value: those of other APIs, and of the other type.
    const name = grant.value ?? grant.id ?? "";
    const alike = byName.get(name) ?? [];
    const known = alike.find(([first]) => isOfOne(first, grant));
    if (known) known.push(grant);
    else {
      const group: OpenGroup = [grant];
      groups.push(group);
      alike.push(group);
      byName.set(name, alike);
    }
  }
  return groups;
}

type OpenGroup = [Grant, ...Grant[]];

/**
 * An id tells apart what has no value; beside a value only some sources give one. A name counts only where
 * the resource is not known, since anybody can call an API `graph`.
 */
function isOfOne(a: Grant, b: Grant): boolean {
  if (a.type !== b.type || a.value !== b.value || a.resource !== b.resource) return false;
  if (a.resource === null && a.resourceName !== b.resourceName) return false;
  return a.value !== null || a.id === b.id;
}
