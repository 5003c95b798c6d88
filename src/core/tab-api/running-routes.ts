import type { TabRoute } from "./route.ts";
import * as shapes from "./running-shapes.ts";
import { Done } from "./shapes.ts";

/** Routes of how Consentry runs in a tenant, for its administrators. */
export const RUNNING_ROUTES = {
  readJobs: {
    method: "GET",
    path: "/api/settings/jobs",
    who: "admin",
    scope: "settings",
    does: "Tells how background jobs go: what waits, what was given up, and what keeps them from working.",
    output: shapes.Jobs,
  },
  reviveLetter: {
    method: "POST",
    path: "/api/settings/letters/{letter}/send",
    who: "admin",
    scope: "settings",
    does: "Sends a letter again that was given up, with an audit line.",
    output: Done,
  },
  discardLetter: {
    method: "DELETE",
    path: "/api/settings/letters/{letter}",
    who: "admin",
    scope: "settings",
    does: "Throws away a letter that was given up, with an audit line.",
    output: Done,
  },
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
