import type { Clock, Ids } from "../../ports/index.ts";
import type { Tenant } from "../directory/tenant.ts";
import type {
  Application,
  ServicePrincipal,
  TenantDirectory,
} from "../directory/tenant-directory.ts";
import { type Keys, tokenLifetime } from "../keys.ts";

export interface AuthorityOptions {
  readonly tenant: Tenant;
  /** Public name of the login endpoint; tokens and metadata carry it. */
  readonly loginBase: string;
  /** Where the simulated services listen. */
  readonly origin: string;
  readonly directory: TenantDirectory;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Microsoft's own resources and what requests call them; `toResourceNames` makes it. */
  readonly resources: readonly ResourceNames[];
  /** What plain users may not grant although it is user-consentable; `toExclusions` makes it. */
  readonly exclusions: readonly Exclusion[];
}

/** A resource of Microsoft's and the addresses that requests know it by. */
export interface ResourceNames {
  /** Null for the Bot Connector: tenants hold no service principal of it. */
  readonly appId: string | null;
  /** The first stands for it where a request gives its app id only. */
  readonly addresses: readonly [string, ...string[]];
}

/** A delegated permission that the Microsoft-managed consent policy keeps from plain users. */
export interface Exclusion {
  readonly resourceAppId: string;
  readonly value: string;
}

/** What tests and the demo page may change while the sandbox runs. */
export interface Switches {
  /** Whether 65001 comes with `suberror: consent_required`; Entra does both. @default true */
  isSuberrorSent: boolean;
  /** Object ids of people who need a second factor: 50076 unless they signed in on a page. */
  readonly mfa: Set<string>;
  /** Object ids of people whom a policy keeps from Microsoft Graph: 53003. */
  readonly blocked: Set<string>;
  /** Seconds that a token lasts that Teams gives for Consentry's API. @default 3600 */
  tokenLifetimeSeconds: number;
  /** Whether Teams gives people such tokens at all. @default "given" */
  hostToken: "given" | "refused";
  /**
   * Whether a new tenant-wide consent drops what was granted tenant-wide to the app before and is not
   * asked for again. Microsoft says that it may.
   * https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent
   * @default false
   */
  isEarlierConsentDropped: boolean;
  /**
   * What `{resource}/.default` asks for on the v2 page: the registered permissions of that resource, or
   * the whole registration, as the page on the protocol says.
   * https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
   * @default "resource"
   */
  defaultReach: "resource" | "registration";
  /**
   * How a refused admin consent comes back: as the protocol pages document it, or as
   * `error=access_denied&error_subcode=cancel`, which has been seen as well.
   * @default "documented"
   */
  refusal: "documented" | "seen";
}

/** What an authorization code stands for. */
export interface Code {
  readonly clientId: string;
  readonly personId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly nonce?: string;
  readonly challenge?: string;
  readonly amr: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly isRedeemed: boolean;
}

/** What a refresh token stands for: one person's sign-in to one app, for all of its resources. */
export interface Session {
  readonly clientId: string;
  readonly personId: string;
  readonly amr: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** How somebody had signed in when a token was given. */
export interface SignInProof {
  readonly amr: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The simulated sign-in service: what its endpoints, its pages and the token service share. */
export interface Authority extends AuthorityOptions {
  readonly switches: Switches;
  readonly codes: Map<string, Code>;
  readonly sessions: Map<string, Session>;
  /** By the `uti` of a person's token. */
  readonly signIns: Map<string, SignInProof>;
  /** Milliseconds since 1970 by the clock that signs tokens. */
  now(): number;
}

/** An app that has said who it is. */
export interface Client {
  readonly application: Application;
  readonly principal: ServicePrincipal;
  readonly credential: "secret" | "certificate";
}

export function createAuthority(options: AuthorityOptions): Authority {
  return {
    ...options,
    switches: {
      isSuberrorSent: true,
      mfa: new Set(),
      blocked: new Set(),
      tokenLifetimeSeconds: tokenLifetime,
      hostToken: "given",
      isEarlierConsentDropped: false,
      defaultReach: "resource",
      refusal: "documented",
    },
    codes: new Map(),
    sessions: new Map(),
    signIns: new Map(),
    now: () => options.clock.now() + options.keys.skewSeconds * 1000,
  };
}

/** Issuer of version 1 tokens: those for Microsoft Graph, Exchange Online and the Bot Connector. */
export function toConnectorIssuer(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

/** Issuer of version 2 tokens: ID tokens and those for the APIs of apps. */
export function toIssuer({ loginBase, tenant }: Authority): string {
  return `${loginBase}/${tenant.id}/v2.0`;
}

/** Forgets what has expired, so that a long demo does not grow. */
export function dropExpired(
  entries: Map<string, { readonly expiresAt: number }>,
  now: number,
): void {
  for (const [key, { expiresAt }] of entries) if (expiresAt <= now) entries.delete(key);
}
