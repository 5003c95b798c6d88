import type { AppRecord, TenantReading } from "./core/grant/index.ts";
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

/**
 * Gives Consentry's own token for Microsoft Graph in a tenant. It may be called for each reading: a token
 * is kept until shortly before it expires. After a refusal a newer one is asked for at most once a minute.
 */
export type AppTokens = (tenantId: string, renewal?: TokenRenewal) => Promise<TokenAnswer>;

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
}

/** Brings views to people outside a turn. */
export interface Courier {
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
