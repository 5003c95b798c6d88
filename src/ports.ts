import type { EntraRole } from "./core/access/index.ts";
import type { AppRecord, TenantReading } from "./core/grant/index.ts";
import type { ScopeId } from "./core/scope/index.ts";
import type { View } from "./core/view/index.ts";

/**
 * What the product needs from the outside, as types only. Each has a thin rim that fulfils it and a
 * fake in test/support; the core and the handlers see nothing else of the world.
 */

/** Milliseconds since 1970-01-01T00:00Z. */
export interface Clock {
  now(): number;
}

/** Unique, unguessable identifiers (version 4 UUIDs in production). */
export interface Ids {
  next(): string;
}

/** Values that may stand in a log line: never tokens, bodies, card inputs or mail addresses. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log: a static message plus fields. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/**
 * Makes tamper-proof, unreadable text of plain data, and reads it back. A text that was sealed for one
 * purpose opens for no other. Whoever opens reads the value with a schema and looks at its time.
 */
export interface Seal {
  seal(purpose: string, value: object): string;
  /** The value, or undefined when the text was not sealed here for that purpose, or was changed. */
  open(purpose: string, text: string): unknown;
}

/**
 * What a person said last in a conversation, so that "and for POP?" has something to follow. The texts
 * are the bot's own; whoever keeps them does not read them.
 */
export interface Recall {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
}

/** A row of the store: its key in the partition, the tag of its last write, its value. */
export interface Row {
  readonly rk: string;
  readonly etag: string;
  /** Plain JSON; whoever reads it brings a schema. */
  readonly value: unknown;
}

/** One change of a commit. */
export type Op =
  /** Conflict when the row exists. */
  | { readonly op: "insert"; readonly rk: string; readonly value: object }
  /** Conflict when the row is missing or its etag differs. */
  | { readonly op: "replace"; readonly rk: string; readonly value: object; readonly etag: string }
  /** The last write wins. */
  | { readonly op: "put"; readonly rk: string; readonly value: object }
  /** Conflict when the row is missing. It has no etag: guard it with another row of the commit. */
  | { readonly op: "delete"; readonly rk: string };

/** Row keys from `from` (included) to `to` (excluded), in ordinal order. */
export interface KeyRange {
  readonly from?: string;
  readonly to?: string;
  /** @default 1000 */
  readonly limit?: number;
}

/**
 * What the product remembers. A partition is a tenant; a commit touches one partition, has 1 to 100
 * changes of different rows, and is all or nothing: the shape of an Azure Tables entity group
 * transaction. Keys are made of `A-Za-z0-9._|:=-`, at most 400 characters; `~` sorts above them and ends
 * ranges.
 */
export interface Store {
  get(pk: string, rk: string): Promise<Row | undefined>;
  list(pk: string, range?: KeyRange): Promise<readonly Row[]>;
  /**
   * Once it resolves, the change outlives the process and the machine's power.
   * @throws AppError ERR_STORE_CONFLICT when somebody else wrote first, ERR_STORE_FAILED for all else;
   *   nothing of the commit was kept
   */
  commit(pk: string, ops: readonly Op[]): Promise<void>;
  close(): Promise<void>;
}

/** A line of the audit log: who did what to which object. Never tokens, texts or mail addresses. */
export interface AuditEntry {
  /** `consent.opened`, `app.confirmed`. */
  readonly verb: string;
  /** Object id of the person, or `system`. */
  readonly actor: string;
  /** What it was done to: `consent:<id>`, `app:<client id>`. */
  readonly object: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** Changes state and writes it down in one commit: without its audit line nothing changes. */
export interface Ledger {
  /**
   * Commits what `decide` gives together with the audit line. After a conflict it asks `decide` again, up
   * to eight times.
   * @param entry the audit line, or what gives it: asked each time after `decide` gave changes, so that the
   *   line can tell what was decided
   * @param decide reads what it needs and gives the changes, or undefined when there is nothing to do
   * @returns false when `decide` gave undefined
   * @throws AppError ERR_STORE_CONFLICT after eight conflicts, ERR_STORE_FAILED
   */
  record(
    tenantId: string,
    entry: AuditEntry | (() => AuditEntry),
    decide: () => Promise<readonly Op[] | undefined>,
  ): Promise<boolean>;
  /**
   * All tenants that something was ever recorded for, by id in ordinal order.
   * @throws AppError ERR_STORE_FAILED
   */
  tenants(): Promise<readonly string[]>;
}

/** What came of asking for an app-only token of a tenant. */
export type TokenAnswer =
  | { readonly kind: "token"; readonly token: string }
  /** `tenant`: Consentry is not known or not let in there; `credentials`: its proof is not taken. */
  | { readonly kind: "refused"; readonly reason: "tenant" | "credentials" }
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
  | Exclude<TokenAnswer, { readonly kind: "token" }>;

/**
 * Gives the token with which jobs read Microsoft Graph in a tenant: Consentry's own, or that of the service
 * account. It may be called for each reading: a token is kept until shortly before it expires. After a
 * refusal a newer one is asked for at most once a minute.
 */
export type AppTokens = (tenantId: string, renewal?: TokenRenewal) => Promise<AppTokenAnswer>;

/** What came of asking a tenant's directory. Everything but `read` is an outcome, not a fault. */
export type DirectoryAnswer<Value> =
  | { readonly kind: "read"; readonly value: Value }
  /** The tenant has no such app. */
  | { readonly kind: "absent" }
  /**
   * Consentry may not read there: `consent` Directory.Read.All is not granted to it, `tenant` it is not
   * known in that tenant, `credentials` its own secret or certificate is refused.
   */
  | { readonly kind: "not-connected"; readonly reason: "consent" | "tenant" | "credentials" }
  /** Microsoft asks to wait: ask again after so many seconds. */
  | { readonly kind: "busy"; readonly seconds: number }
  /** No answer, or one that makes no sense. */
  | { readonly kind: "unreachable" };

/** A tenant's directory, read only. */
export interface Directory {
  /**
   * Reads what is granted to an app and what it requests, with at most four requests.
   * @param clientId a GUID in lower case
   */
  readApp(tenantId: string, clientId: string): Promise<DirectoryAnswer<TenantReading>>;
  /**
   * Finds apps of the tenant by client id or by the beginning of their name, at most ten: those that have
   * the very name come first, without regard to case.
   * @param text as typed; no more than 120 characters are looked at
   */
  findApps(tenantId: string, text: string): Promise<DirectoryAnswer<readonly AppRecord[]>>;
}

/** A message of the bot that can be changed later. */
export interface CardPlace {
  readonly tenantId: string;
  readonly conversationId: string;
  /** Id of the message; empty where there is none to change. */
  readonly activityId: string;
  /** Of a message for one person alone: the id of that person for the bot, `29:…`. */
  readonly targetedTo?: string | undefined;
}

/** Where something is posted. */
export type PostPlace =
  /** A new post in a standard channel of a team; `teamId` is that of the group behind the team. */
  | {
      readonly kind: "channel";
      readonly tenantId: string;
      readonly teamId: string;
      readonly channelId: string;
    }
  /** A chat, or the thread of a channel: `19:…;messageid=…`. */
  | { readonly kind: "conversation"; readonly tenantId: string; readonly conversationId: string };

/** What came of posting. Everything is an outcome: whoever posts decides what to say. */
export type PostOutcome =
  /** In channels the conversation is the thread that the post begins. */
  | { readonly kind: "posted"; readonly conversationId: string; readonly activityId: string }
  /** Teams does not know the place any more. */
  | { readonly kind: "gone" }
  /** Consentry is not there. */
  | { readonly kind: "not-installed" }
  /** Teams does not let it be posted there. */
  | { readonly kind: "refused" }
  /** Nothing was posted: try again after so many seconds. */
  | { readonly kind: "busy"; readonly seconds: number }
  /** Nothing was sent. */
  | { readonly kind: "unreached" }
  /** It may stand there or not, so it is not to be sent again without somebody having looked. */
  | { readonly kind: "unknown" };

/** Brings views to people outside a turn. */
export interface Courier {
  /** Posts a view for everybody in a place. Never repeated where its outcome is not known. */
  post(place: PostPlace, view: View): Promise<PostOutcome>;
  /**
   * Puts a view in the place of a card, and tells what is in the way.
   * @returns `gone` where there is no such message for Consentry any more; `unreached` may do later
   */
  edit(place: CardPlace, view: View): Promise<"done" | "gone" | "unreached">;
  /** Puts a view in the place of a card. @returns false where the message is gone or unreachable */
  update(place: CardPlace, view: View): Promise<boolean>;
  /**
   * Says something in a person's own chat with the bot.
   * @param form the whole card, or its summary as one line of text
   * @returns false where there is no such chat, or it cannot be reached
   */
  tell(
    person: { readonly tenantId: string; readonly personId: string },
    view: View,
    form: "card" | "line",
  ): Promise<boolean>;
}

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

/** What came of asking Microsoft Graph for a person. */
export type PersonAnswer<Value> =
  | { readonly kind: "read"; readonly value: Value }
  | { readonly kind: "absent" }
  /** Graph does not let this person read it, whatever was consented to. */
  | { readonly kind: "forbidden" }
  | Exclude<PersonTokenAnswer, { kind: "token" }>;

/** A team that a person is in. Ids are those of Microsoft 365 groups. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
}

/** A channel of a team. */
export interface Channel {
  /** `19:…@thread.tacv2` */
  readonly id: string;
  readonly name: string;
  readonly membership: "standard" | "private" | "shared" | "unknown";
}

/** What of a team's settings matters to who reads a shared result. */
export interface TeamFacts {
  readonly visibility: "private" | "public" | "hidden" | "unknown";
  readonly isArchived: boolean;
  /** Null where Graph does not say. */
  readonly mayGuestsAddChannels: boolean | null;
  readonly mayMembersAddApps: boolean | null;
}

/** What of a channel's settings matters to whether a result can be shared there; null where Graph does not say. */
export interface ChannelFacts {
  readonly mayBotsPost: boolean | null;
  readonly whoMayPost: "everyone" | "everyoneExceptGuests" | "moderators" | null;
  readonly isArchived: boolean | null;
}

/** Somebody who reads what is posted in a team or a channel. */
export interface Reader {
  readonly name: string;
  readonly isOwner: boolean;
  /** True for people of other organizations in a shared channel too. */
  readonly isGuest: boolean;
}

/** Readers, and whether there are more than were read. */
export interface Readers {
  readonly people: readonly Reader[];
  readonly isCut: boolean;
}

/** Somebody who is in a team or a chat, as Teams tells a bot that is there too. */
export interface Attendee {
  /** Entra object id, lower case; null where Teams does not name it. */
  readonly personId: string | null;
  readonly name: string;
  /** True for people of other organizations too. */
  readonly isGuest: boolean;
}

/** Where people read: a team, by the group behind it, or a chat. */
export type AudiencePlace =
  | { readonly kind: "team"; readonly tenantId: string; readonly teamId: string }
  | { readonly kind: "chat"; readonly tenantId: string; readonly conversationId: string };

/** What came of asking Teams who is somewhere. */
export type AudienceAnswer<Value> =
  | { readonly kind: "read"; readonly value: Value }
  /** Consentry is not there, or the place is gone. */
  | { readonly kind: "not-installed" }
  | { readonly kind: "unreachable" };

/** Who reads what is posted, as the Bot Connector tells. */
export interface Audiences {
  /** Everybody there, up to a bound; kept for some minutes. */
  list(
    place: AudiencePlace,
  ): Promise<AudienceAnswer<{ readonly people: readonly Attendee[]; readonly isCut: boolean }>>;
  /** One person there, asked anew each time; undefined for somebody who is not there. */
  find(place: AudiencePlace, personId: string): Promise<AudienceAnswer<Attendee | undefined>>;
}

/** A person whom a search found. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  /** Mail address; the name for sign-in where there is none. */
  readonly mail: string | null;
}

/** A tab of a channel. */
export interface ChannelTab {
  readonly name: string;
  /** Id of the app in its own manifest; null where Graph does not say. */
  readonly externalAppId: string | null;
}

/** A sensitivity label of the organization. */
export interface SensitivityLabel {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly isActive: boolean;
}

/**
 * Microsoft Graph as a person sees it, read only. Each call runs under a scope that the registry of calls
 * names for it.
 * @throws RangeError when a token of another scope is given: a fault of ours, never of the person
 */
export interface Workplace {
  /** Teams of the person; scope basic. */
  listTeams(token: ScopedToken): Promise<PersonAnswer<readonly Team[]>>;
  /** Scope basic. */
  listChannels(token: ScopedToken, teamId: string): Promise<PersonAnswer<readonly Channel[]>>;
  /** Scope home. */
  readTeam(token: ScopedToken, teamId: string): Promise<PersonAnswer<TeamFacts>>;
  /** Scope home. */
  listTeamReaders(token: ScopedToken, teamId: string): Promise<PersonAnswer<Readers>>;
  /** Scope home; for private and shared channels, which have members of their own. */
  listChannelReaders(
    token: ScopedToken,
    teamId: string,
    channelId: string,
  ): Promise<PersonAnswer<Readers>>;
  /** Scope home. */
  readChannel(
    token: ScopedToken,
    teamId: string,
    channelId: string,
  ): Promise<PersonAnswer<ChannelFacts>>;
  /** Scope home. */
  listTabs(
    token: ScopedToken,
    teamId: string,
    channelId: string,
  ): Promise<PersonAnswer<readonly ChannelTab[]>>;
  /** Scope catalog. */
  listLabels(token: ScopedToken): Promise<PersonAnswer<readonly SensitivityLabel[]>>;
  /** People of the organization by the beginning of a name, at most ten; scope basic. */
  findPeople(token: ScopedToken, text: string): Promise<PersonAnswer<readonly FoundPerson[]>>;
  /**
   * The tenant's directory with the person's own rights; scope verification.
   * @param grantsAs who reads delegated grants: Microsoft Graph shows them to people with certain roles only,
   *   so for others Consentry reads them with the permission that an administrator gave it
   */
  openDirectory(token: ScopedToken, grantsAs: "person" | "consentry"): Directory;
}

/** Where Teams lets a bot put a file, once the person has agreed; `fileConsent/invoke` tells it. */
export interface FilePlace {
  /** The key to the place: nothing else is asked for there. */
  readonly uploadUrl: string;
  readonly contentUrl: string;
  readonly name: string;
  readonly uniqueId: string;
  readonly fileType: string;
}

/** Puts files into the OneDrive of people who have agreed to it. */
export interface Files {
  /** @returns false where the place is none of the cloud's, refuses the file, or cannot be reached */
  put(uploadUrl: string, text: string): Promise<boolean>;
}
