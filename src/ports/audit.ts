/** A line of the audit log as people read it. */
export interface AuditTrailLine {
  /** Counts from 1 in each tenant. */
  readonly line: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly verb: string;
  readonly actor: string;
  readonly object: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** Some lines of the audit log, the newest first. */
export interface AuditTrailPage {
  readonly lines: readonly AuditTrailLine[];
  /** How many lines the whole log has. */
  readonly total: number;
  /** Where the lines before these begin, for the next page; null at the beginning of the log. */
  readonly older: string | null;
  /** False where the line before the last one shown is gone, or is not what was written. */
  readonly isWhole: boolean;
}

/** What somebody takes out of the audit log. */
export interface AuditExportWish {
  readonly format: "csv" | "json";
  /** First and last day, both included: `2026-11-02`, in UTC. */
  readonly from: string;
  readonly to: string;
  /** Object id of who takes it. */
  readonly actor: string;
}

/** What came of taking it. */
export type AuditExport =
  | {
      readonly kind: "written";
      /** `consentry-audit-2026-11-01-2026-11-30.json` */
      readonly name: string;
      readonly text: string;
      readonly lines: number;
    }
  /** The period has more lines than one file takes: a shorter one does. */
  | { readonly kind: "too-long"; readonly most: number };

/** The audit log of a tenant, to be read and to be taken away. It is written by the ledger alone. */
export interface AuditTrail {
  /**
   * Follows the log from its end, or from an earlier page's `older`, each line proved by the one after it.
   * @throws AppError ERR_STORE_FAILED
   */
  list(tenantId: string, options: { readonly before?: string }): Promise<AuditTrailPage>;
  /**
   * Writes the lines of a period as a file, with all that proves them, and an audit line that says so.
   * @throws AppError ERR_STORE_FAILED, and then nothing was given away
   */
  export(tenantId: string, wish: AuditExportWish): Promise<AuditExport>;
}
