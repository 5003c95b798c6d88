import type { EntraRole } from "../core/access/index.ts";

/** A person in a tenant. */
export interface Person {
  readonly tenantId: string;
  /** Entra object id, lower case. */
  readonly personId: string;
}

/** Who somebody is, as a token says that was verified. */
export interface Identity extends Person {
  readonly name: string;
  /** True unless the token says that the account is one of the tenant's own members. */
  readonly isGuest: boolean;
  readonly roles: readonly EntraRole[];
  /** Milliseconds since 1970 at which the token ends. */
  readonly expiresAt: number;
}

/** What a token that Teams gave for Consentry's API is worth. */
export type TokenVerdict =
  | { readonly kind: "ok"; readonly identity: Identity }
  | {
      readonly kind: "refused";
      readonly reason:
        | "malformed"
        | "signature"
        | "issuer"
        | "audience"
        | "time"
        | "tenant"
        | "scope"
        | "client"
        | "app-only"
        | "claims";
    }
  /** The keys could not be had. */
  | { readonly kind: "unreachable" };

/** Verifies a token that Teams gave for Consentry's API. Never throws for what is in it. */
export type VerifyToken = (token: string) => Promise<TokenVerdict>;
