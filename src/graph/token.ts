/** What came of asking for an app-only token of a tenant. */
export type TokenAnswer =
  | { readonly kind: "token"; readonly token: string }
  /** `tenant`: Consentry is not known there; `credentials`: its secret or certificate is not taken. */
  | { readonly kind: "refused"; readonly reason: "tenant" | "credentials" }
  | { readonly kind: "busy"; readonly seconds: number }
  | { readonly kind: "unreachable" };

/** Why the token that is at hand does not do. */
export type Renewal =
  /** Graph challenged it; `claims` is JSON as decoded from the challenge. */
  | { readonly kind: "claims"; readonly claims: string }
  /** Graph refused it: what was granted since it was issued stands in a newer one only. */
  | { readonly kind: "refused" };

/** Gives Consentry's own token for Microsoft Graph in a tenant; it keeps tokens by itself. */
export type TokenSource = (tenantId: string, renewal?: Renewal) => Promise<TokenAnswer>;
