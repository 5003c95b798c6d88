import type { Requirement } from "../advisor/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import { covers } from "./cover.ts";
import type { Grant, TenantPermission, TenantReading } from "./grant.ts";
import { groupGrants } from "./group-grants.ts";
import { isSame, toTenantPermission } from "./identity.ts";
import { isListed, registeredOf } from "./registration.ts";
import type { GrantRow, Remedy, RowHint, RowState } from "./report.ts";
import { rolesToGrant } from "./roles.ts";

/** What a reading says about one requirement, before it is put into words. */
interface Finding {
  readonly requirement: Requirement;
  readonly permission: TenantPermission;
  /** Grants of the permission itself, or of its twin. */
  readonly own: readonly Grant[];
  /** Grants of permissions that reach further. */
  readonly wider: readonly Grant[];
  readonly registered: readonly TenantPermission[] | null;
  readonly state: RowState;
}

/** The row of one requirement. */
export function toRequirementRow(
  catalogue: Catalogue,
  requirement: Requirement,
  reading: TenantReading,
): GrantRow {
  const permission = toTenantPermission(requirement);
  if (isPerTeam(requirement)) return toUnreadableRow(requirement, permission);
  const own = reading.grants.filter((grant) => isSame(grant, permission));
  const wider = reading.grants.filter((grant) => covers(grant, permission));
  const registered = registeredOf(reading);
  const state = toState(own, wider, isUnread(reading, permission));
  const finding = { requirement, permission, own, wider, registered, state };
  const remedy = toRemedy(finding);
  const isToDo = remedy !== "none" && remedy !== "look";
  return {
    state,
    permission,
    requirement,
    grants: state === "granted" ? own : [...wider, ...own],
    isRequested: isListed(registered, permission),
    hints: toHints(finding, reading),
    remedy,
    roles: isToDo ? rolesToGrant(catalogue, permission) : [],
  };
}

/** Resource-specific permissions are granted team by team at installation, not by consent. */
function isPerTeam({ permission }: Requirement): boolean {
  return permission.key.startsWith("rsc:");
}

function toUnreadableRow(requirement: Requirement, permission: TenantPermission): GrantRow {
  return {
    state: "unknown",
    permission,
    requirement,
    grants: [],
    isRequested: null,
    hints: approvalHints(requirement),
    remedy: "look",
    roles: [],
  };
}

function toState(own: readonly Grant[], wider: readonly Grant[], unread: boolean): RowState {
  if (own.some(isForAll)) return "granted";
  if (wider.some(isForAll)) return "wider";
  return unread ? "unknown" : "missing";
}

function isForAll({ reach }: Grant): boolean {
  return reach !== "person";
}

function isUnread({ gaps }: TenantReading, { type }: TenantPermission): boolean {
  return gaps.some(({ part }) => part === type);
}

function toHints(finding: Finding, reading: TenantReading): RowHint[] {
  const { requirement, state, own, wider } = finding;
  const isOpen = state === "missing" || state === "unknown";
  return [
    ...(isOpen && own.length + wider.length > 0 ? (["per-person"] as const) : []),
    ...(isOpen && isInOtherType(requirement, reading) ? (["other-type"] as const) : []),
    ...(!isOpen && isUnregistered(finding) ? (["not-requested"] as const) : []),
    ...approvalHints(requirement),
  ];
}

function approvalHints({ phase }: Requirement): RowHint[] {
  return phase === "addedOnApproval" ? ["added-on-approval"] : [];
}

function isUnregistered({ state, own, wider, registered }: Finding): boolean {
  const holding = groupGrants(state === "wider" ? wider : own);
  return holding.every(([grant]) => isListed(registered, grant) === false);
}

/** Some names differ by type: delegated TeamsTab.ReadWriteForTeam is application ….ReadWriteForTeam.All. */
function isInOtherType({ permission, type }: Requirement, { grants }: TenantReading): boolean {
  const { value, resource } = permission;
  const other = type === "delegated" ? "application" : "delegated";
  const names = permission[other]
    ? [value]
    : [value, type === "delegated" ? `${value}.All` : value.replace(/\.All$/, "")];
  return grants.some(
    (grant) =>
      grant.type === other && grant.resource === resource && names.includes(grant.value ?? ""),
  );
}

/** What the vendor's approval adds is nobody's task here, unless it could not be read. */
function toRemedy({ requirement, state, permission, registered }: Finding): Remedy {
  if (state === "unknown") return "look";
  if (state === "granted" || requirement.phase === "addedOnApproval") return "none";
  if (state === "wider") return "narrow";
  return isListed(registered, permission) === false ? "register-and-consent" : "consent";
}
