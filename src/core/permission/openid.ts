const OPENID = new Set(["openid", "profile", "email", "offline_access"]);

/**
 * Whether a scope value is one of OpenID Connect: of no resource, so it is asked for by its bare name, and
 * a tenant may keep it at any.
 * Source: learn.microsoft.com/entra/identity-platform/scopes-oidc.
 */
export function isOpenIdScope(value: string): boolean {
  return OPENID.has(value);
}
