import { z } from "zod";
import { isOpenIdScope } from "../permission/index.ts";
import { CALLS, SIGN_IN_USES } from "./calls.ts";
import { isAskedFor, type OwnRegistry } from "./coverage.ts";
import { type OwnPermission, SCOPE_IDS, Scope, type ScopeId } from "./scope.ts";
import rows from "./scopes.json" with { type: "json" };

/** Consentry's own scopes, in the order in which they are shown. */
export const SCOPES: readonly Scope[] = z.array(Scope).parse(rows);

/** Consentry's own scopes with all that their permissions are for. */
export const OWN_REGISTRY: OwnRegistry = {
  scopes: SCOPES,
  calls: CALLS,
  signInUses: SIGN_IN_USES,
};

/**
 * The scope of that id.
 * @throws RangeError for an unknown id
 */
export function findScope(id: ScopeId): Scope {
  const scope = SCOPES.find((one) => one.id === id);
  if (!scope) throw new RangeError(`unknown scope ${id}; known: ${SCOPE_IDS.join(", ")}`);
  return scope;
}

/** Permissions of a scope that people are asked for; those that only wait for a planned call are left out. */
export function listAsked(scope: Scope): readonly OwnPermission[] {
  return scope.permissions.filter((permission) => isAskedFor(OWN_REGISTRY, scope, permission));
}

/**
 * Values of Microsoft Graph that a token or a consent of that scope is asked for: its own permissions only,
 * neither those of scopes it includes nor those of OpenID Connect, and each with a call that is built.
 */
export function tokenValues(id: ScopeId): readonly string[] {
  return listAsked(findScope(id))
    .map(({ value }) => value)
    .filter((value) => !isOpenIdScope(value));
}

/** True where an administrator has to consent, by definition; a policy of the tenant may ask for more. */
export function isAdminNeeded(id: ScopeId): boolean {
  return listAsked(findScope(id)).some(({ adminConsent }) => adminConsent);
}
