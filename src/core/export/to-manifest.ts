import { planScript } from "./script-plan.ts";
import type { Sheet } from "./sheet.ts";

/**
 * The `requiredResourceAccess` array of an app registration's manifest. It stands for what is configured;
 * whoever pastes it keeps the entries that are there already.
 * Source: learn.microsoft.com/entra/identity-platform/reference-microsoft-graph-app-manifest
 */
export function toManifest(sheet: Sheet): string | undefined {
  const plan = planScript(sheet);
  if (!plan) return undefined;
  const value = plan.resources.map(({ appId, scopes, roles }) => ({
    resourceAppId: appId,
    resourceAccess: [
      ...scopes.map(({ id }) => ({ id, type: "Scope" })),
      ...roles.map(({ id }) => ({ id, type: "Role" })),
    ],
  }));
  return `${JSON.stringify(value, null, 2)}\n`;
}
