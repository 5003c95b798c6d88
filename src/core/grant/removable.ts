import { type Case, requirePermissions } from "../advisor/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { Grant, TenantPermission } from "./grant.ts";
import { isSame, isSignIn, toPermission } from "./identity.ts";
import type { GrantReport, GrantRow } from "./report.ts";
import { rolesToRevoke } from "./roles.ts";

/** What may be taken away when one set-up ends. */
export interface Removable {
  readonly found: Case;
  /**
   * `others-stay`: the other set-ups of the selection go on and keep what they need. `nothing-else`: there
   * is no other, so it holds only if nothing else uses the app.
   */
  readonly condition: "others-stay" | "nothing-else";
  /** Empty where everything is still needed. */
  readonly permissions: readonly RemovablePermission[];
}

/** One permission to take away, with the grants that hold it. */
export interface RemovablePermission {
  readonly permission: TenantPermission;
  readonly grants: readonly Grant[];
  /** Ids of `grantRoles` of catalogue/consent.json that may take it away. */
  readonly roles: readonly string[];
}

/**
 * Says for each set-up what is safe to take away once it ends while the others stay: granted permissions
 * that only it needs. What comes with every sign-in always stays.
 * @param cases the set-ups that the report was made for
 */
export function findRemovable(
  catalogue: Catalogue,
  cases: readonly Case[],
  report: GrantReport,
): Removable[] {
  const ends = cases.filter(
    (one, index) => cases.findIndex((other) => isSameCase(one, other)) === index,
  );
  return ends.map((found) => {
    const others = ends.filter((other) => other !== found);
    const kept = new Set(grantsFor(catalogue, others, report));
    const freed = grantsFor(catalogue, [found], report).filter((grant) => !kept.has(grant));
    return {
      found,
      condition: others.length > 0 ? "others-stay" : "nothing-else",
      permissions: group(freed, rolesToRevoke(catalogue)),
    };
  });
}

function isSameCase(a: Case, b: Case): boolean {
  return a.scenario === b.scenario && a.variant === b.variant;
}

/** Every grant that the cases live on, in whichever phase they need it. */
function grantsFor(catalogue: Catalogue, cases: readonly Case[], report: GrantReport): Grant[] {
  const requirements = requirePermissions(catalogue, cases);
  const isNeeded = ({ requirement }: GrantRow) =>
    requirements.some(
      ({ permission, type }) =>
        permission.key === requirement?.permission.key && type === requirement.type,
    );
  return report.rows.filter(isNeeded).flatMap(({ grants }) => grants);
}

function group(grants: readonly Grant[], roles: readonly string[]): RemovablePermission[] {
  const groups: { permission: TenantPermission; grants: Grant[]; roles: readonly string[] }[] = [];
  for (const grant of new Set(grants)) {
    if (isSignIn(grant)) continue;
    const known = groups.find(
      ({ permission }) => permission.resource === grant.resource && isSame(permission, grant),
    );
    if (known) known.grants.push(grant);
    else groups.push({ permission: toPermission(grant), grants: [grant], roles });
  }
  return groups;
}
