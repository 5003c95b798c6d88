import type { ScopeId } from "../core/scope/index.ts";

const ALL = ["global-administrator", "privileged-role-administrator"];
const MOST = ["cloud-application-administrator", "application-administrator"];

/**
 * True when somebody with these roles may give the consent that a scope needs. Application permissions of
 * Microsoft Graph take a Global Administrator or a Privileged Role Administrator.
 * Source: learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent
 */
export function mayConsent(scope: ScopeId, roles: readonly string[]): boolean {
  const granting = scope === "application" ? ALL : [...ALL, ...MOST];
  return granting.some((role) => roles.includes(role));
}
