import type { Requirement } from "../advisor/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { TenantPermission, TenantReading } from "./grant.ts";
import { isSame, toTenantPermission } from "./identity.ts";
import { findLeftovers } from "./leftovers.ts";
import { toNeedRow } from "./need-row.ts";
import { isSameEntry, registeredOf } from "./registration.ts";
import type { GrantReport, GrantRow } from "./report.ts";

/**
 * Lays what is needed, requested and granted side by side. Every permission that is needed has one row,
 * every grant stands in a row. What could not be read is unknown, never missing.
 * @param requirements what the named set-ups need, from requirePermissions
 */
export function compareGrants(
  catalogue: Catalogue,
  requirements: readonly Requirement[],
  reading: TenantReading,
): GrantReport {
  const needed = mergePhases(requirements).map((need) => toNeedRow(catalogue, need, reading));
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
  for (const need of requirements) {
    const key = `${need.permission.key} ${need.type}`;
    const known = merged.get(key);
    merged.set(key, known ? merge(known, need) : need);
  }
  return [...merged.values()];
}

function merge(one: Requirement, other: Requirement): Requirement {
  const phase = [one, other].some((need) => need.phase === "configured")
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
  const needed = requirements.map(toTenantPermission);
  const unread = new Set<string>(reading.gaps.map(({ part }) => part));
  return (registeredOf(reading) ?? []).filter(
    (entry) =>
      !unread.has(entry.type) &&
      !needed.some((need) => isSame(need, entry)) &&
      !reading.grants.some((grant) => isSameEntry(grant, entry)),
  );
}
