// Knows what a tenant has granted, and how that compares with what is needed and what is requested.
// Must not know how it is read: the Directory port brings a TenantReading.
// TenantReading + Requirement[] -> compareGrants -> GrantReport -> findRemovable, listMailboxChecks.
export { compareGrants } from "./compare-grants.ts";
export { covers } from "./cover.ts";
export type { AppRecord, Gap, Grant, TenantPermission, TenantReading } from "./grant.ts";
export {
  grantName,
  isHeld,
  isSame,
  toPermission,
  toTenantPermission,
} from "./identity.ts";
export { listMailboxChecks, type MailboxCheck } from "./mailbox-checks.ts";
export { quotePowerShell } from "./quote-power-shell.ts";
export { registeredOf } from "./registration.ts";
export { findRemovable, type Removable } from "./removable.ts";
export type { GrantReport, GrantRow, Remedy, RowState } from "./report.ts";
export { grantKind } from "./roles.ts";
