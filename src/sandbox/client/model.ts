/** What the sandbox's API answers, as far as the page uses it. */

export interface Person {
  readonly id: string;
  readonly alias: string;
  readonly name: string;
  readonly title: string;
  readonly userPrincipalName: string;
  readonly locale: string;
}

export interface Conversation {
  readonly id: string;
  readonly type: "personal" | "groupChat" | "channel";
  readonly name: string;
  /** Whether the app is in its roster. */
  readonly hasBot: boolean;
  readonly team?: { readonly id: string; readonly name: string };
  readonly members: readonly { readonly id: string; readonly name: string }[];
}

export interface Bot {
  readonly id: string;
  readonly name: string;
}

export interface Attachment {
  readonly contentType: string;
  readonly content?: unknown;
  readonly contentUrl?: string;
  readonly name?: string;
}

export interface Message {
  readonly id: string;
  readonly threadId?: string;
  readonly from: { readonly kind: "bot" | "person"; readonly id: string; readonly name: string };
  readonly text?: string;
  readonly textFormat?: string;
  readonly attachments?: readonly Attachment[];
  readonly suggestedActions?: { readonly actions?: readonly SuggestedAction[] };
  readonly sentAt: string;
  readonly isEdited: boolean;
  readonly revision: number;
  /** Nobody else sees it. */
  readonly isPrivate?: boolean;
  /** Somebody deleted it. */
  readonly isWithdrawn?: boolean;
  readonly isDeletable?: boolean;
  /** What somebody said to the file that it offers. */
  readonly fileAnswer?: "accept" | "decline";
  /** Its address in Teams, where it has one. */
  readonly link?: string;
  /** Where the message asks for a sign-in: how far that is for the person who reads. */
  readonly signIn?: SignInState;
}

/** `silent` is tried without a question, `shown` waits for the person, `done` needs nobody any more. */
export type SignInState = "silent" | TriedState;

/** What came of trying. */
export type TriedState = "shown" | "done";

export interface SuggestedAction {
  readonly type: string;
  readonly title: string;
  readonly value: unknown;
}

export interface InvokeResponse {
  readonly status: number;
  readonly body?: {
    readonly statusCode?: number;
    readonly type?: string;
    readonly value?: unknown;
  };
}

/** What a message of a person carries. */
export interface Outgoing {
  readonly text?: string;
  readonly attachments?: readonly { readonly contentType: string; readonly content: object }[];
  /** For the app alone. */
  readonly isPrivate?: true;
}

/** What somebody does: a message, a card's data, or an invoke. */
export type Deed =
  | ({ readonly type: "message" } & Outgoing)
  | { readonly type: "message"; readonly value: object; readonly replyToId: string }
  | {
      readonly type: "invoke";
      readonly name: string;
      readonly value: unknown;
      readonly replyToId: string;
    };

/** What became of it. */
export type Outcome =
  | { readonly kind: "done"; readonly invokeResponse?: InvokeResponse }
  | { readonly kind: "refused"; readonly message: string };

/** https://learn.microsoft.com/entra/identity-platform/permissions-consent-overview */
export interface TenantPermission {
  readonly value: string;
  readonly type: "delegated" | "application";
  /** Display name of the resource app. */
  readonly resource: string;
}

export interface TenantGrant extends TenantPermission {
  /** Delegated grants of one row share it: id and value together name this one. */
  readonly id: string;
  readonly reach: "tenant" | "person" | "app";
  readonly person: string | null;
}

export interface TenantApp {
  readonly clientId: string;
  /** Null while the tenant has not met the app. */
  readonly objectId: string | null;
  readonly name: string;
  readonly publisher: string | null;
  readonly isVerified: boolean;
  readonly homeTenantId: string;
  readonly isHome: boolean;
  readonly isBot: boolean;
  /** Whether people sign in through it. */
  readonly isApi: boolean;
  readonly requested: readonly TenantPermission[];
  readonly grants: readonly TenantGrant[];
}

export interface Tenant {
  readonly tenant: { readonly id: string; readonly name: string };
  readonly settings: TenantSettings;
  readonly apps: readonly TenantApp[];
}

export interface TenantSettings {
  readonly replicationDelayMs: number;
}

/** How the simulated sign-in service behaves, as far as the page changes it. */
export interface SignInSwitches {
  /** Ids of people who need a second factor. */
  readonly mfa: readonly string[];
  /** Ids of people whom a policy keeps out. */
  readonly blocked: readonly string[];
  readonly tokenLifetimeSeconds: number;
  readonly hostToken: "given" | "refused";
}

/** Which requests of the bot go wrong, and how. */
export interface FaultPlan {
  readonly match: {
    readonly service: "graph" | "login" | "connector" | "files";
    /** Beginning of the path. */
    readonly path?: string;
    readonly method?: string;
  };
  readonly status?: number;
  /** Seconds. */
  readonly retryAfter?: number;
  /** How many requests it meets; 0 for all. */
  readonly times: number;
  readonly delayMs?: number;
  readonly drop?: true;
}

export interface Fault extends FaultPlan {
  readonly id: string;
  /** Requests that it has met. */
  readonly hits: number;
}

/** How Teams is in the tenant. */
export interface TeamsSwitches {
  readonly takesFiles: boolean;
  /** Ids of people who do not have the app. */
  readonly withoutApp: readonly string[];
}

/** A link as a card. */
export interface Unfurled {
  readonly kind: "asked" | "kept" | "none";
  readonly isAnonymous: boolean;
  readonly invokeResponse?: InvokeResponse;
}
