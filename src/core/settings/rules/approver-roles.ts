import type { EntraRole } from "../../access/index.ts";

/** Roles of Entra ID whose people may be let decide on requests. */
export const APPROVER_ROLES = [
  "global-administrator",
  "privileged-role-administrator",
  "cloud-application-administrator",
  "application-administrator",
] as const satisfies readonly EntraRole[];
