// Knows what a tenant has granted, and how that compares with what is needed and what is requested.
// Must not know how it is read: the Directory port brings a TenantReading.
// TenantReading + Requirement[] -> compareGrants -> GrantReport.
export type { AppRecord, Gap, Grant, TenantPermission, TenantReading } from "./grant.ts";
export type { GrantReport, GrantRow, Remedy, RowHint, RowState } from "./report.ts";
