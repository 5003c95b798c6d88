import type { Requirement } from "../advisor/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { TenantPermission, TenantReading } from "./grant.ts";
import { groupGrants } from "./group-grants.ts";
import { isSame, toTenantPermission } from "./identity.ts";
import { findLeftovers } from "./leftovers.ts";
import { isSameEntry, registeredOf } from "./registration.ts";
import type { GrantReport, GrantRow } from "./report.ts";
import { toRequirementRow } from "./requirement-row.ts";

/**
 * Lays what is needed, requested and granted side by side. Every permission that is required has one row,
 * every grant stands in a row. Its time grows with the number of grants, which is that of people where
 * they consent one by one. What could not be read is unknown, never missing.
 * @param requirements of the named set-ups, from requirePermissions
 */
export function compareGrants(
  catalogue: Catalogue,
  requirements: readonly Requirement[],
  reading: TenantReading,
): GrantReport {
  const needed = mergePhases(requirements).map((requirement) =>
    toRequirementRow(catalogue, requirement, reading),
  );
  const used = new Set(needed.flatMap(({ grants }) => grants));
  const leftovers = findLeftovers(
    catalogue,
    reading,
    reading.grants.filter((grant) => !used.has(grant)),
  );
  return {
    app: reading.app,
    rows: [...needed, ...leftovers],
    verdict: judge(needed),
    requestedOnly: findRequestedOnly(requirements, reading),
    gaps: reading.gaps,
    readAt: reading.readAt,
  };
}

/** One row a permission: configured wins over added on approval, with the reasons of both. */
function mergePhases(requirements: readonly Requirement[]): Requirement[] {
  const merged = new Map<string, Requirement>();
  for (const requirement of requirements) {
    const key = `${requirement.permission.key} ${requirement.type}`;
    const known = merged.get(key);
    merged.set(key, known ? merge(known, requirement) : requirement);
  }
  return [...merged.values()];
}

function merge(one: Requirement, other: Requirement): Requirement {
  const phase = [one, other].some((each) => each.phase === "configured")
    ? "configured"
    : "addedOnApproval";
  return { ...one, phase, reasons: [...one.reasons, ...other.reasons] };
}

function judge(rows: readonly GrantRow[]): GrantReport["verdict"] {
  const configured = rows.filter(({ requirement }) => requirement?.phase === "configured");
  if (configured.some(({ state }) => state === "missing")) return "incomplete";
  return configured.some(({ state }) => state === "unknown") ? "unclear" : "complete";
}

/** Where a kind of grant was not read, nothing of that kind is said to be ungranted. */
function findRequestedOnly(
  requirements: readonly Requirement[],
  reading: TenantReading,
): TenantPermission[] {
  const required = requirements.map(toTenantPermission);
  const granted = groupGrants(reading.grants).map(([grant]) => grant);
  const unread = new Set<string>(reading.gaps.map(({ part }) => part));
  return (registeredOf(reading) ?? []).filter(
    (entry) =>
      !unread.has(entry.type) &&
      !required.some((permission) => isSame(permission, entry)) &&
      !granted.some((grant) => isSameEntry(grant, entry)),
  );
}
