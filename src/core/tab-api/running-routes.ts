import type { TabRoute } from "./route.ts";
import * as shapes from "./running-shapes.ts";

/** Routes of how Consentry runs in a tenant, for its administrators. */
export const RUNNING_ROUTES = {
  listAudit: {
    method: "GET",
    path: "/api/settings/audit",
    who: "admin",
    scope: "settings",
    does: "Lists the tenant's audit log, the newest lines first.",
    query: shapes.AuditAsked,
    output: shapes.AuditPage,
  },
  exportAudit: {
    method: "POST",
    path: "/api/settings/audit/exports",
    who: "admin",
    scope: "settings",
    does: "Writes the audit log of a period as CSV or JSON, with what proves it and an audit line.",
    input: shapes.AuditExportAsked,
    output: shapes.AuditExported,
  },
} as const satisfies Readonly<Record<string, TabRoute>>;
