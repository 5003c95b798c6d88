import type { TokenRefusal } from "../core/job-access/index.ts";
import type { ScopeId } from "../core/scope/index.ts";
import type { Identity, Person } from "./people.ts";

/** What came of asking for an app-only token of a tenant. */
export type TokenAnswer =
  | { readonly kind: "token"; readonly token: string }
  /** The service account's reasons come for jobs only. */
  | { readonly kind: "refused"; readonly reason: TokenRefusal }
  /** Entra ID asks to wait: ask again after so many seconds. */
  | { readonly kind: "busy"; readonly seconds: number }
  /** No answer, or one that makes no sense. */
  | { readonly kind: "unreachable" };

/** Why the token that is at hand does not do. */
export type TokenRenewal =
  /** The resource challenged it; `claims` is JSON as decoded from the challenge. */
  | { readonly kind: "claims"; readonly claims: string }
  /** The resource refused it: what was granted since it was issued stands in a newer one only. */
  | { readonly kind: "refused" };

/** What came of asking for the token of a tenant's jobs, and as whom they act with it. */
export type AppTokenAnswer =
  | (Extract<TokenAnswer, { readonly kind: "token" }> & {
      readonly scope: "application" | "service-account";
    })
  /** Nobody has consented to the scope for the service account. */
  | { readonly kind: "consent" }
  | Exclude<TokenAnswer, { readonly kind: "token" }>;

/**
 * Gives the token with which jobs read Microsoft Graph in a tenant: Consentry's own, or that of the service
 * account. It may be called for each reading: a token is kept until shortly before it expires. After a
 * refusal a newer one is asked for at most once a minute.
 */
export type AppTokens = (tenantId: string, renewal?: TokenRenewal) => Promise<AppTokenAnswer>;

/** What a person has to do before a call can be made for them. */
export type Obstacle =
  /** Nobody is signed in here, or what was kept does no longer. */
  | { readonly kind: "sign-in" }
  /** Nobody has consented to the scope. */
  | { readonly kind: "consent" }
  /** More proof is wanted, such as a second factor; `claims` is JSON for the next sign-in. */
  | { readonly kind: "step-up"; readonly claims: string };

/** What came of asking for a person's token of a scope. */
export type PersonTokenAnswer =
  | TokenAnswer
  | Obstacle
  /** Entra ID keeps this person out, by a policy or because the account is not there any more. */
  | { readonly kind: "blocked"; readonly code: string };

/** What a sign-in page brought back for. */
export interface SignInCode {
  readonly tenantId: string;
  readonly scope: ScopeId;
  readonly code: string;
  /** PKCE verifier and nonce of the page's address. */
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
  /**
   * Whose tokens these are to Consentry, where that is not the person who signed in: `service-account`.
   * What is kept so lasts as long as Entra ID renews it, and tells no roles.
   */
  readonly keptAs?: string;
}

/**
 * Tokens of people for Microsoft Graph, one scope at a time, each asked for on behalf of the person. What is
 * kept is sealed, bound to its row, and ends with a sign-out.
 */
export interface PersonTokens {
  /** Keeps what Teams gave for a person, so that later messages need no new sign-in. */
  keep(identity: Identity, assertion: string): Promise<void>;
  /** Who is signed in; undefined once it has ended. */
  find(person: Person): Promise<Identity | undefined>;
  /**
   * @param fresh an assertion that came with this very request, in place of what is kept
   * @param renewal why the token before does not do
   */
  acquire(
    person: Person,
    scope: ScopeId,
    options?: { readonly fresh?: string; readonly renewal?: TokenRenewal },
  ): Promise<PersonTokenAnswer>;
  /** Where a person signs in for a scope: an address of Entra ID for a browser. */
  authorizeUrl(ask: {
    readonly tenantId: string;
    readonly scope: ScopeId;
    readonly redirectUri: string;
    readonly state: string;
    /** PKCE challenge, S256. */
    readonly challenge: string;
    readonly nonce: string;
    readonly claims?: string;
  }): string;
  /**
   * Redeems what a sign-in page brought back.
   * @returns who signed in; nothing is kept before {@link settle} is called
   */
  redeem(
    ask: SignInCode,
  ): Promise<
    | { readonly kind: "signed-in"; readonly identity: Identity; settle(): Promise<void> }
    | Exclude<PersonTokenAnswer, { kind: "token" }>
  >;
  /** Forgets everything that is kept of a person. */
  forget(person: Person): Promise<void>;
}

/** A person's token for one scope: what a call of Microsoft Graph is made with. */
export interface ScopedToken extends Person {
  readonly scope: ScopeId;
  readonly get: (renewal?: TokenRenewal) => Promise<PersonTokenAnswer>;
}
