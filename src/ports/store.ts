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
  /** More than 1000 rows need not be one picture: some may be older than others. */
  list(pk: string, range?: KeyRange): Promise<readonly Row[]>;
  /**
   * Once it resolves, the change outlives the process and the machine's power.
   * @throws AppError ERR_STORE_CONFLICT when somebody else wrote first, ERR_STORE_FAILED for all else:
   *   nothing of the commit was kept, unless its details say `unknown outcome`
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
   * to eight times; where another replica has only added its line first, after a short pause and more often.
   * @param entry the audit line, or what gives it: asked each time after `decide` gave changes, so that the
   *   line can tell what was decided
   * @param decide reads what it needs and gives the changes, or undefined when there is nothing to do
   * @returns false when `decide` gave undefined
   * @throws AppError ERR_STORE_CONFLICT after eight conflicts, or a hundred lines of others, ERR_STORE_FAILED
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
