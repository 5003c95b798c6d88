import { isOpenIdScope } from "../permission/index.ts";
import type { Call, SignInUse } from "./calls.ts";
import type { OwnPermission, Scope } from "./scope.ts";

/** Scopes with all that their permissions are for. */
export interface OwnRegistry {
  readonly scopes: readonly Scope[];
  readonly calls: readonly Call[];
  readonly signInUses: readonly SignInUse[];
}

/** A scope and a call of it that none of its permissions lets through. */
interface UncoveredCall {
  readonly scope: Scope;
  readonly call: Call;
}

/** A scope and a permission of it that nothing in the scope needs. */
interface UnneededPermission {
  readonly scope: Scope;
  readonly permission: OwnPermission;
}

/** Calls that run under a scope and that a permission lets through, by itself or as a higher one. */
export function listCallsOf(
  { calls }: Pick<OwnRegistry, "calls">,
  scope: Scope,
  { value }: OwnPermission,
): readonly Call[] {
  return listCallsUnder(calls, scope).filter((call) => isLetThrough(call, value));
}

/** What a permission of OpenID Connect gives under a scope. */
export function listSignInUsesOf(
  { signInUses }: Pick<OwnRegistry, "signInUses">,
  scope: Scope,
  { value }: OwnPermission,
): readonly SignInUse[] {
  return signInUses.filter((use) => use.permission === value && use.scopes.includes(scope.id));
}

/** True for a permission that people are asked for: one with a use that is built. */
export function isAskedFor(
  registry: OwnRegistry,
  scope: Scope,
  permission: OwnPermission,
): boolean {
  if (isOpenIdScope(permission.value))
    return listSignInUsesOf(registry, scope, permission).length > 0;
  return listCallsOf(registry, scope, permission).some(({ isPlanned }) => !isPlanned);
}

/**
 * The permission that lets a call through under a scope: one of its own or of a scope it includes, the
 * least privileged where several do.
 */
export function coverCall(
  { scopes }: Pick<OwnRegistry, "scopes">,
  scope: Scope,
  call: Call,
): OwnPermission | undefined {
  const included = scopes.filter(({ id }) => scope.includes.includes(id));
  const held = [scope, ...included].flatMap(({ permissions }) => permissions);
  const isLeast = ({ value }: OwnPermission) => call.least.includes(value);
  return held.find(isLeast) ?? held.find(({ value }) => call.accepts.includes(value));
}

/** Calls that would be refused: empty while every scope covers all that runs under it. */
export function findUncoveredCalls(registry: OwnRegistry): readonly UncoveredCall[] {
  return registry.scopes.flatMap((scope) =>
    listCallsUnder(registry.calls, scope)
      .filter((call) => !coverCall(registry, scope, call))
      .map((call) => ({ scope, call })),
  );
}

/**
 * Permissions that could go: without one of them every call of its scope is still covered, or the sign-in
 * gives nothing for it. Empty while the scopes hold the least privilege.
 */
export function findUnneededPermissions(registry: OwnRegistry): readonly UnneededPermission[] {
  return registry.scopes.flatMap((scope) =>
    scope.permissions
      .filter((permission) => !isNeeded(registry, scope, permission))
      .map((permission) => ({ scope, permission })),
  );
}

function isNeeded(registry: OwnRegistry, scope: Scope, permission: OwnPermission): boolean {
  if (isOpenIdScope(permission.value))
    return listSignInUsesOf(registry, scope, permission).length > 0;
  const others = scope.permissions.filter((one) => one !== permission);
  const rest = { ...scope, permissions: others };
  return listCallsUnder(registry.calls, scope).some((call) => !coverCall(registry, rest, call));
}

function listCallsUnder(calls: readonly Call[], { id }: Scope): readonly Call[] {
  return calls.filter(({ scopes }) => scopes.includes(id));
}

function isLetThrough({ least, accepts }: Call, value: string): boolean {
  return least.includes(value) || accepts.includes(value);
}
