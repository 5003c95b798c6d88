// Knows how what the product remembers is kept in a file or a table, and how the audit log proves that nobody edited it.
// Must not know what the rows mean: whoever writes a row brings its schema.
// openStore -> Store; createLedger over it writes state and audit line as one; verifyLedger reads it back.
export { AuditFile } from "./audit-file.ts";
export { type AuditKey, createAuditKey } from "./audit-key.ts";
export { createAuditTrail } from "./audit-trail.ts";
export { type CopiedPartition, type CopyOutcome, copyStore } from "./copy-store.ts";
export { createLedger } from "./ledger.ts";
export { type OpenStore, openStore } from "./open-store.ts";
export type { TablesAccess } from "./open-tables.ts";
export { type AuditRow, listTenants, readAuditRows } from "./read-ledger.ts";
export { type FileVerdict, verifyAuditFile } from "./verify-audit-file.ts";
export { type LedgerVerdict, verifyLedger } from "./verify-ledger.ts";
